using ITFrame.Drills.Checking;

namespace ITFrame.Drills.Report;

/// <summary>What the checker has proved, and on what.</summary>
internal sealed record CheckSummary
{
    /// <summary>The writes of each kind.</summary>
    public required IReadOnlyList<WriteCount> Writes { get; init; }

    /// <summary>Stations whose settings many clients changed: each one's history is checked for linearizability.</summary>
    public required int Registers { get; init; }

    /// <summary>Changes of those, and reads.</summary>
    public required int RegisterCalls { get; init; }

    /// <summary>Changes that were refused because another came first.</summary>
    public required int Conflicts { get; init; }

    /// <summary>Reads that were answered with an older revision than the newest that had been acknowledged. That is allowed.</summary>
    public required int StaleReads { get; init; }

    /// <summary>The promises that were broken.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Why not everything could be read back; empty when it was.</summary>
    public required IReadOnlyList<string> Unread { get; init; }

    /// <summary>All of it in a sentence or two.</summary>
    public string Summary => FormattableString.Invariant(
        $"{Writes.Sum(write => write.Acknowledged):N0} acknowledged writes and {Writes.Sum(write => write.Unknown):N0} of unknown outcome were read back through every gateway. {RegisterCalls:N0} reads and changes of {Registers} stations' settings were checked as registers; {Conflicts} changes met one that came first, {StaleReads} reads were stale.");

    public int Count(string rule) => Findings.Count(finding => finding.Rule == rule);

    /// <summary>The writes of one kind.</summary>
    internal sealed record WriteCount(string Kind, int Acknowledged, int Unknown);
}
