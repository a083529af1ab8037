namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every project and executable has.</summary>
public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";

    public static readonly string StopCommand = "stop";

    public static readonly string RestartCommand = "restart";

    /// <summary>Earlier names of the commands, which stay accepted.</summary>
    internal static readonly IReadOnlyDictionary<string, string> EarlierNames = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["resource-start"] = StartCommand,
        ["resource-stop"] = StopCommand,
        ["resource-restart"] = RestartCommand,
    };
}
