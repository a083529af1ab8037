namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>The last vote that this member gave; it is on disk before anybody hears of it.</summary>
internal sealed record LastVote(long Term, int CandidateId)
{
    public static readonly LastVote None = new(0, -1);
}
