namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed record HeartbeatRequest(string SetName, ConfigVersionAndTerm Config, string FromHost, int FromId, long Term, int PrimaryId);
