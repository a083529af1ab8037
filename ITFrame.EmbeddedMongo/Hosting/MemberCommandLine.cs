using System.CommandLine;
using System.Globalization;
using System.Net;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The command line, with mongod's names for what a member of a set needs.</summary>
internal static class MemberCommandLine
{
    private static readonly Dictionary<string, Func<MemberOptions, string, MemberOptions>> Parameters = new(StringComparer.Ordinal)
    {
        ["selfHost"] = (options, value) => options with { SelfHost = HostAndPort(value) },
        ["socksProxy"] = (options, value) => options with { SocksProxy = HostAndPort(value) },
        ["ttlMonitorSleepSecs"] = (options, value) => options with { TtlMonitorInterval = Seconds(value) },
        ["transactionLifetimeLimitSeconds"] = (options, value) => options with { TransactionLifetimeLimit = Seconds(value) },
        ["periodicNoopIntervalSecs"] = (options, value) => options with { NoopInterval = Seconds(value) },
    };

    public static RootCommand Create(Func<MemberOptions, Task<int>> run)
    {
        var setName = new Option<string>("--replSet", "--replset") { Description = "Name of the replica set that this member belongs to.", Required = true };
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 27017 };
        var bindAddress = new Option<string>("--bind_ip") { Description = "Comma-separated addresses to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var dataPath = new Option<string>("--dbpath") { Description = "Folder of the member's files; made if missing.", DefaultValueFactory = _ => "/data/db" };
        var oplogSize = new Option<int>("--oplogSize") { Description = "Megabytes of the log of writes to keep.", DefaultValueFactory = _ => 256 };
        var parameters = new Option<string[]>("--setParameter")
        {
            Description = "name=value; " + string.Join(", ", Parameters.Keys) + ". selfHost: this member's host:port in the set's config. socksProxy: host:port of the SOCKS5 router to the other members.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        port.Validators.Add(result => Check(result, result.GetValue(port) is >= 0 and <= ushort.MaxValue, "--port must be from 0 to 65535"));
        oplogSize.Validators.Add(result => Check(result, result.GetValue(oplogSize) is >= 1 and <= 1_000_000, "--oplogSize must be from 1 to 1000000"));
        setName.Validators.Add(result => Check(result, !string.IsNullOrWhiteSpace(result.GetValue(setName)), "--replSet must not be empty"));
        bindAddress.Validators.Add(result => Check(result, Addresses(result.GetValue(bindAddress)!).All(IsAddress), "--bind_ip must be IP addresses, or localhost"));
        parameters.Validators.Add(result =>
        {
            foreach (var problem in result.GetValue(parameters)?.Select(Problem).OfType<string>() ?? [])
            {
                result.AddError(problem);
            }
        });

        var root = new RootCommand("One member of a MongoDB replica set, for labs and tests: it speaks MongoDB's wire protocol and keeps its data in SQLite. It is not MongoDB.")
        {
            setName, port, bindAddress, dataPath, oplogSize, parameters,
        };
        root.SetAction(parsed =>
        {
            var options = new MemberOptions
            {
                SetName = parsed.GetValue(setName)!,
                Port = parsed.GetValue(port),
                BindAddresses = Addresses(parsed.GetValue(bindAddress)!),
                DataPath = Path.GetFullPath(parsed.GetValue(dataPath)!),
                OplogBytes = parsed.GetValue(oplogSize) * 1024L * 1024L,
            };
            return run((parsed.GetValue(parameters) ?? []).Aggregate(options, Apply));
        });
        return root;
    }

    private static MemberOptions Apply(MemberOptions options, string parameter)
    {
        var (name, value) = Split(parameter);
        return Parameters[name](options, value);
    }

    private static string? Problem(string parameter)
    {
        var (name, value) = Split(parameter);
        if (!Parameters.TryGetValue(name, out var apply))
        {
            return $"--setParameter {name}: unknown parameter; known are {string.Join(", ", Parameters.Keys)}";
        }

        try
        {
            apply(new MemberOptions { SetName = "", DataPath = "" }, value);
            return null;
        }
        catch (FormatException exception)
        {
            return $"--setParameter {name}: {exception.Message}";
        }
    }

    private static (string Name, string Value) Split(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
    }

    private static string[] Addresses(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsAddress(string text) => text == "localhost" || IPAddress.TryParse(text, out _);

    private static string HostAndPort(string value)
    {
        Replication.Peers.PeerDialer.Split(value);
        return value;
    }

    private static TimeSpan Seconds(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"'{value}' is not a number of seconds");

    private static void Check(System.CommandLine.Parsing.SymbolResult result, bool isValid, string problem)
    {
        if (!isValid)
        {
            result.AddError(problem);
        }
    }
}
