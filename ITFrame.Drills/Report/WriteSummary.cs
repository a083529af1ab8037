namespace ITFrame.Drills.Report;

/// <summary>What became of the writes.</summary>
internal sealed record WriteSummary
{
    public required int AcknowledgedSongs { get; init; }

    public required int AcknowledgedSettings { get; init; }

    public required int Stations { get; init; }

    public required int UnknownSongs { get; init; }

    public required int UnknownSettings { get; init; }

    /// <summary>Acknowledged writes that are not there, each with the gateway through which it was missed.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Writes that are there more than once.</summary>
    public required IReadOnlyList<string> AppliedTwice { get; init; }

    /// <summary>Writes that are there although they were refused or never sent.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Why not everything could be read back; empty when it was.</summary>
    public required IReadOnlyList<string> Unread { get; init; }
}
