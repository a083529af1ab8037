namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <param name="State">The state of the member that answers.</param>
/// <param name="Term">Its term, which together with <paramref name="Applied"/> and <paramref name="VersionAndTerm"/> is one atomic statement.</param>
/// <param name="Applied">What it holds on disk.</param>
/// <param name="Committed">What it knows to be majority-committed.</param>
/// <param name="VersionAndTerm">Its config.</param>
/// <param name="PrimaryId">Whom it takes for the primary; -1 for nobody.</param>
/// <param name="SyncSource">Whom it replicates from.</param>
/// <param name="Config">Its config, when the asker's is older.</param>
/// <param name="ElectionTimestamp">When it was elected, if it is the primary.</param>
internal sealed record HeartbeatReply(
    MemberState State,
    long Term,
    OpTime Applied,
    OpTime Committed,
    ConfigVersionAndTerm VersionAndTerm,
    int PrimaryId,
    string SyncSource,
    ReplicaSetConfig? Config,
    long ElectionTimestamp);
