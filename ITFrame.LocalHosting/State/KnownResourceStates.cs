namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that resources go through.</summary>
public static class KnownResourceStates
{
    public static readonly string Starting = "Starting";

    public static readonly string Running = "Running";

    public static readonly string FailedToStart = "FailedToStart";

    public static readonly string RuntimeUnhealthy = "RuntimeUnhealthy";

    public static readonly string Stopping = "Stopping";

    public static readonly string Exited = "Exited";

    public static readonly string Finished = "Finished";

    public static readonly string Waiting = "Waiting";

    public static readonly string NotStarted = "NotStarted";

    public static readonly string Active = "Active";

    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];

    internal static bool IsTerminal(string? state) => state is not null && TerminalStates.Contains(state);

    /// <summary>The resource has failed or ended in a way that others who wait for it should know of.</summary>
    internal static bool IsUnavailable(string? state) => IsTerminal(state) || state == RuntimeUnhealthy;
}
