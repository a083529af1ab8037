namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed record VoteRequest(string SetName, bool IsDryRun, long Term, int CandidateId, ConfigVersionAndTerm Config, OpTime LastApplied);
