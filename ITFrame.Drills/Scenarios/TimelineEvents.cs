namespace ITFrame.Drills.Scenarios;

/// <summary>The kinds of <see cref="TimelineEvent"/>.</summary>
internal static class TimelineEvents
{
    public const string Command = "command";
    public const string CommandDone = "command-done";
    public const string Primary = "primary";
    public const string FirstFailure = "first-failure";
    public const string Recovered = "recovered";
}
