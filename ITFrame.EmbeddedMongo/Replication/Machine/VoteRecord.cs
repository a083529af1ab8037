namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What this member remembers of the last real election in which it was asked for its vote.</summary>
internal sealed record VoteRecord(VoteRequest Request, bool IsGranted, string Reason, TimeSpan At, OpTime Applied, double Priority);
