namespace ITFrame.Drills.Scenarios;

/// <summary>The kinds of <see cref="TimelineEvent"/>.</summary>
internal static class TimelineEvents
{
    /// <summary>Something is done to the lab.</summary>
    public const string Fault = "fault";

    /// <summary>Something that was done is taken back.</summary>
    public const string Mend = "raise";

    /// <summary>What was asked of the lab has been done.</summary>
    public const string Done = "done";

    /// <summary>A part of the lab has noticed the fault.</summary>
    public const string Detect = "detect";

    /// <summary>The first request that went another way has been answered.</summary>
    public const string Divert = "divert";

    /// <summary>Another member is primary, or none.</summary>
    public const string Elect = "elect";

    /// <summary>Clients see what they saw before the fault; or everything is healthy.</summary>
    public const string Recover = "recover";

    public const string FirstFailure = "first-failure";

    public const string Check = "check";

    public const string Note = "note";

    /// <summary>The text of the event that everything is healthy after the fault.</summary>
    public const string Healthy = "everything is healthy again";
}
