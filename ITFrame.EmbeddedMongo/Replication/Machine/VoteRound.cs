namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>An election that this member has called, in its dry run or for real.</summary>
internal sealed class VoteRound(long number, bool isDryRun, string reason, TimeSpan deadline, int selfId)
{
    public long Number => number;

    public bool IsDryRun => isDryRun;

    public string Reason => reason;

    public TimeSpan Deadline => deadline;

    public HashSet<int> Granted { get; } = [selfId];

    /// <summary>Who said no or could not be reached, with the reason.</summary>
    public Dictionary<int, string> Refused { get; } = [];
}
