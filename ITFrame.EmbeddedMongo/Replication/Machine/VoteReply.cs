namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed record VoteReply(long Term, bool IsGranted, string Reason);
