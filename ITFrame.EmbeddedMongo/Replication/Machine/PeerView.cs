namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What is known of another member at one moment.</summary>
internal sealed record PeerView(
    MemberConfig Config,
    bool IsUp,
    MemberState State,
    long Term,
    OpTime Applied,
    OpTime Acknowledged,
    long AcknowledgedTerm,
    TimeSpan? UpSince,
    TimeSpan? LastHeartbeat,
    TimeSpan? LastHeartbeatReceived,
    TimeSpan? Ping,
    string LastProblem,
    string SyncSource,
    ConfigVersionAndTerm VersionAndTerm,
    long ElectionTimestamp);
