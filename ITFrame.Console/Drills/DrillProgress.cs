namespace ITFrame.Console.Drills;

/// <summary>How far a drill is, and what its clients have seen so far.</summary>
public sealed record DrillProgress
{
    /// <summary>warm-up, steady, fault, recovery, check or done.</summary>
    public string Phase { get; init; } = "";

    public double ElapsedSeconds { get; init; }

    public double TotalSeconds { get; init; }

    public long Requests { get; init; }

    public long Ok { get; init; }

    public long Failed { get; init; }

    public long Unknown { get; init; }

    /// <summary>Site of the primary; null while there is none.</summary>
    public string? Primary { get; init; }

    public double RatePerSecond { get; init; }

    public double? P99Milliseconds { get; init; }

    public IReadOnlyList<DrillEvent>? Events { get; init; }
}
