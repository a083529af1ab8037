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
    TimeSpan? LastHeard,
    TimeSpan RoundTrip,
    string LastProblem,
    string SyncSource,
    long ConfigVersion,
    long ElectionTimestamp);
