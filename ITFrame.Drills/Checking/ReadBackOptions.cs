namespace ITFrame.Drills.Checking;

/// <summary>How long the check waits before it believes what it sees.</summary>
internal sealed record ReadBackOptions
{
    /// <summary>How long a gateway may be unreachable.</summary>
    public TimeSpan ReachDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a missing or stale value is read again. Public reads come from the nearest member, which may lag behind; a
    /// write that has not arrived by then is lost.
    /// </summary>
    public TimeSpan LagAllowance { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two readings.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);
}
