namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>
/// A new primary's time before it accepts writes: it asks the members that live what they hold, and takes over what
/// it lacks, so that writes which the old primary had already acknowledged with w:1 are kept where possible.
/// </summary>
internal sealed class CatchUp(long afterSequence, TimeSpan deadline, HashSet<int> awaited)
{
    /// <summary>Only heartbeats sent after this one tell what members hold now.</summary>
    public long AfterSequence => afterSequence;

    public TimeSpan Deadline => deadline;

    public HashSet<int> Awaited => awaited;

    public OpTime Target { get; set; } = OpTime.None;

    public int SourceId { get; set; } = -1;

    /// <summary>Why it ended early, if it did.</summary>
    public string? Abandoned { get; set; }
}
