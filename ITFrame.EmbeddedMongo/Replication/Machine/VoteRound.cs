namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>An election that this member has called, in its dry run or for real.</summary>
internal sealed class VoteRound(long number, bool isDryRun, ElectionReason reason, TimeSpan deadline, int selfId, int priorPrimaryId)
{
    public long Number => number;

    public bool IsDryRun => isDryRun;

    public ElectionReason Reason => reason;

    public TimeSpan Deadline => deadline;

    public int PriorPrimaryId => priorPrimaryId;

    public HashSet<int> Granted { get; } = [selfId];

    /// <summary>Who said no or could not be reached, with the reason.</summary>
    public Dictionary<int, string> Refused { get; } = [];
}
