using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;

namespace ITFrame.AppHost.Publishing;

/// <summary>The command line of <c>publish</c>.</summary>
internal static partial class PublishCommand
{
    public const string Name = "publish";

    private const string ModelPrefix = "--Lab:";

    /// <summary>Whether the AppHost was started to publish, and not to run the lab.</summary>
    public static bool IsAskedFor(string[] args) => args is [Name, ..];

    /// <summary>Reads the command line and publishes; prints help and complaints itself.</summary>
    /// <returns>The exit code: 0, or 1 where something is wrong with the arguments or the model.</returns>
    public static Task<int> RunAsync(string[] args, Func<PublishOptions, CancellationToken, Task> publish) => Create(publish).Parse(args).InvokeAsync();

    private static RootCommand Create(Func<PublishOptions, CancellationToken, Task> publish)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder to write to: compose/ and kubernetes/ in it. Files there are overwritten, others are left alone.",
            HelpName = "DIR",
            Required = true,
        };
        var domain = new Option<string>("--domain")
        {
            Description = "The domain of every name: gateway.SITE.DOMAIN and so on. Compose sites can change it later, in their .env.",
            HelpName = "DOMAIN",
            DefaultValueFactory = _ => "itframe.example",
        };
        var images = Pairs("--image", "An image by name, as in itframe-api=registry.example/itframe-api@sha256:…; repeatable. Without it Compose sites have to name theirs in .env, and Kubernetes gets NAME:unset, which no registry has.", "NAME=REFERENCE");
        var networks = Pairs("--network", "The network that a site's addresses come from, as london=192.0.2.0/24; repeatable. NetworkPolicies let other sites in by it.", "SITE=CIDR");
        var telemetry = new Option<string>("--telemetry")
        {
            Description = "Whether Kubernetes sites get an OpenTelemetry Collector and the Aspire dashboard. Compose sites decide in their .env.",
            HelpName = "on|off",
            DefaultValueFactory = _ => "off",
        };
        telemetry.AcceptOnlyFromAmong("on", "off");
        var gatewayClass = new Option<string>("--gateway-class")
        {
            Description = "On Kubernetes, let clients come in by Gateway API, by a Gateway of this class, with TLS passed through. Without it the gateway has a load balancer of its own, which keeps clients' addresses.",
            HelpName = "NAME",
        };
        Check(domain, value => DomainName().IsMatch(value), "is not a domain name, such as itframe.example");
        Check(gatewayClass, value => ClassName().IsMatch(value), "is not a name of a GatewayClass, such as envoy");
        CheckEach(images, pair => Reference().IsMatch(pair.Value), "is not NAME=REFERENCE with a digest or a tag other than latest");
        CheckEach(networks, pair => IPNetwork.TryParse(pair.Value, out _), "is not SITE=CIDR, such as london=192.0.2.0/24");

        var command = new Command(Name, "Write Docker Compose projects and Kubernetes manifests, a set a site, from the model that the lab runs.")
        {
            output, domain, images, networks, telemetry, gatewayClass,
        };
        // The model's own options are configuration, as for the lab.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (arguments.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith(ModelPrefix, StringComparison.OrdinalIgnoreCase)) is { } unknown)
            {
                await Console.Error.WriteLineAsync($"'{unknown}' is no option of publish. Options of the model begin with {ModelPrefix}, and are written --Lab:NAME=VALUE.");
                return 1;
            }

            try
            {
                await publish(
                    new PublishOptions(
                        Path.GetFullPath(arguments.GetRequiredValue(output)),
                        arguments.GetRequiredValue(domain),
                        ToDictionary(arguments.GetValue(images)),
                        ToDictionary(arguments.GetValue(networks)),
                        arguments.GetValue(telemetry) == "on",
                        arguments.GetValue(gatewayClass),
                        arguments.UnmatchedTokens),
                    cancellationToken);
                return 0;
            }
            catch (DistributedApplicationException exception)
            {
                await Console.Error.WriteLineAsync($"Nothing was published. {exception.Message}");
                return 1;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"Not everything was published. {exception.Message}");
                return 1;
            }
        });
        return new RootCommand("ITFrame's lab, and what it becomes in production.") { command };
    }

    private static Option<string[]> Pairs(string name, string description, string helpName)
        => new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => [] };

    private static void Check<T>(Option<T> option, Func<T, bool> isValid, string complaint)
        => option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && !isValid(value))
            {
                result.AddError($"{option.Name} '{value}' {complaint}.");
            }
        });

    private static void CheckEach(Option<string[]> option, Func<KeyValuePair<string, string>, bool> isValid, string complaint)
        => option.Validators.Add(result =>
        {
            foreach (var value in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!value.Contains('=', StringComparison.Ordinal) || !isValid(Split(value)))
                {
                    result.AddError($"{option.Name} '{value}' {complaint}.");
                }
            }
        });

    private static Dictionary<string, string> ToDictionary(string[]? pairs) => (pairs ?? []).Select(Split).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    private static KeyValuePair<string, string> Split(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return new(pair[..at], pair[(at + 1)..]);
    }

    [GeneratedRegex("^(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex DomainName();

    [GeneratedRegex("^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    private static partial Regex ClassName();

    [GeneratedRegex("^[a-z0-9][a-z0-9._:/-]*(@sha256:[0-9a-f]{64}|:(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$")]
    private static partial Regex Reference();
}
