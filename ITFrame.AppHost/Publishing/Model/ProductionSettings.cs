using System.Globalization;

namespace ITFrame.AppHost.Publishing.Model;

/// <summary>Where production is set otherwise than the lab: the only differences, beside names and ports.</summary>
internal static class ProductionSettings
{
    /// <summary>Longer than in the lab: a load balancer has to notice too.</summary>
    public static readonly TimeSpan DrainDelay = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StrictTransportSecurity = TimeSpan.FromDays(30);

    private static readonly Parameter SigningKey = new("api-signing-key", "Secret that the hub's keys are derived from: users' tokens, stations' keys. Never change it.", IsSecret: true);

    private static readonly Parameter ClientRate = new("client-requests-per-second", "Requests a second that one client may send in the long run.", Default: "100");

    private static readonly Parameter ClientBurst = new("client-request-burst", "Requests that one client may send at once.", Default: "500");

    /// <summary>What drills and the lab's page want: certificates that are taken over within a second.</summary>
    private static readonly IReadOnlyList<string> LabOnly = ["Tls__ReloadInterval", "Gateway__Tls__ReloadInterval"];

    private static readonly IReadOnlyDictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        ["mongo-password"] = "Password by which the hub logs in to the replica set. Letters and digits only: it stands in an address.",
        ["api-control-token"] = "Bearer token of the hub's Control endpoints.",
        ["demo-station-key"] = "Key of the station demo, which drills write to.",
    };

    /// <summary>The token by which certbot hands the answers to ACME's challenges to the hub.</summary>
    public static Parameter AcmeToken { get; } = new("acme-token", "Token by which certbot hands the hub its answers to ACME's challenges.", IsSecret: true);

    /// <summary>What a parameter of the app model is, for the operator.</summary>
    public static string Describe(string parameter) => Descriptions.GetValueOrDefault(parameter, "");

    /// <summary>Sets a service's variables as production needs them.</summary>
    public static void Apply(string kind, Parameter domain, IDictionary<string, Text> variables)
    {
        foreach (var name in LabOnly)
        {
            variables.Remove(name);
        }

        foreach (var (name, value) in Of(kind, domain))
        {
            variables[name] = value;
        }
    }

    private static IEnumerable<(string Name, Text Value)> Of(string kind, Parameter domain) => kind switch
    {
        "api" =>
        [
            .. Drain("Drain"),
            // Only gateways reach a replica, and they set it.
            ("Api__TrustForwardedFor", Text.Of("true")),
            ("Api__PublicUrl", Text.Join("https://", domain)),
            ("Api__SigningKey", Text.Of(SigningKey)),
            ("Api__ServiceTokens__acme", Text.Of(AcmeToken)),
        ],
        "gateway" =>
        [
            .. Drain("Gateway__Drain"),
            ("Gateway__AccessLog__Enabled", Text.Of("true")),
            ("Gateway__RateLimits__Client__PerSecond", Text.Of(ClientRate)),
            ("Gateway__RateLimits__Client__Burst", Text.Of(ClientBurst)),
            ("Gateway__Tls__Certificate", Text.Of($"{ContainerPaths.PublicTls}/{ContainerPaths.Certificate}")),
            ("Gateway__Tls__Key", Text.Of($"{ContainerPaths.PublicTls}/{ContainerPaths.Key}")),
            ("Gateway__Tls__HstsMaxAge", Span(StrictTransportSecurity)),
        ],
        "member" =>
        [
            // mongosh wants a home that it may write to.
            ("HOME", Text.Of(ContainerPaths.Temporary)),
        ],
        _ => [],
    };

    private static IEnumerable<(string Name, Text Value)> Drain(string section)
        => [($"{section}__Delay", Span(DrainDelay)), ($"{section}__Timeout", Span(DrainTimeout))];

    private static Text Span(TimeSpan value) => Text.Of(value.ToString("c", CultureInfo.InvariantCulture));
}
