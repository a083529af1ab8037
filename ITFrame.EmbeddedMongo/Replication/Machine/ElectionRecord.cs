namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What this member, as the candidate, remembers of the election that it won.</summary>
internal sealed record ElectionRecord(ElectionReason Reason, long Term, TimeSpan At)
{
    public required OpTime Committed { get; init; }

    public required OpTime Applied { get; init; }

    public required int VotesNeeded { get; init; }

    public required double Priority { get; init; }

    public required TimeSpan ElectionTimeout { get; init; }

    /// <summary>The primary at the time; -1 for nobody.</summary>
    public required int PriorPrimaryId { get; init; }

    /// <summary>What it caught up to, if it had to.</summary>
    public OpTime CatchUpTarget { get; init; } = OpTime.None;

    public TimeSpan? WritableAt { get; init; }

    /// <summary>When the first entry of the term was majority-committed.</summary>
    public TimeSpan? MajorityAt { get; init; }
}
