namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed record HeartbeatRequest(string SetName, long ConfigVersion, string FromHost, int FromId, long Term, int PrimaryId);
