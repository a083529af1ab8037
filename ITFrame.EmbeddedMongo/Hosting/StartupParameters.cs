using System.Globalization;
using ITFrame.EmbeddedMongo.Replication.Peers;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>What --setParameter takes.</summary>
internal static class StartupParameters
{
    private static readonly Dictionary<string, Func<MemberOptions, string, MemberOptions>> Known = new(StringComparer.Ordinal)
    {
        ["selfHost"] = (options, value) => options with { SelfHost = HostAndPort(value) },
        ["socksProxy"] = (options, value) => options with { SocksProxy = HostAndPort(value) },
        ["ttlMonitorSleepSecs"] = (options, value) => options with { TtlMonitorInterval = Seconds(value) },
        ["transactionLifetimeLimitSeconds"] = (options, value) => options with { TransactionLifetimeLimit = Seconds(value) },
        ["enableTestCommands"] = (options, value) => options with { EnableTestCommands = value is "1" or "true" },
        ["periodicNoopIntervalSecs"] = (options, value) => options with { NoopInterval = Seconds(value) },
        ["messageTimeoutSecs"] = (options, value) => options with { MessageTimeout = Seconds(value) },
        ["enableLocalhostAuthBypass"] = (options, value) => options with { Security = options.Security with { AllowsLocalhostException = Flag(value) } },
        ["scramSHA256IterationCount"] = (options, value) => options with { Security = options.Security with { ScramIterations = Iterations(value) } },
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static MemberOptions Apply(MemberOptions options, string parameter)
    {
        var (name, value) = Split(parameter);
        return Known[name](options, value);
    }

    /// <summary>What is wrong with a parameter, or null.</summary>
    public static string? Problem(string parameter)
    {
        var (name, value) = Split(parameter);
        if (!parameter.Contains('=', StringComparison.Ordinal))
        {
            return $"Illegal option assignment: \"{parameter}\"";
        }

        if (!Known.TryGetValue(name, out var apply))
        {
            return $"Unknown --setParameter '{name}'; known are {string.Join(", ", Names)}";
        }

        try
        {
            apply(new MemberOptions { SetName = "", DataPath = "" }, value);
            return null;
        }
        catch (FormatException exception)
        {
            return $"Bad value for parameter \"{name}\": {exception.Message}";
        }
    }

    private static (string Name, string Value) Split(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
    }

    private static string HostAndPort(string value)
    {
        PeerDialer.Split(value);
        return value;
    }

    private static TimeSpan Seconds(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"'{value}' is not a number of seconds");

    private static bool Flag(string value) => value switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => throw new FormatException($"'{value}' is neither true nor false"),
    };

    private static int Iterations(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 5000 and <= 10_000_000
            ? count
            : throw new FormatException($"'{value}' is not a number from 5000 to 10000000");
}
