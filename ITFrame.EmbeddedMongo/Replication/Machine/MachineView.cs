namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What the state machine shows to the rest of the member after each event; immutable.</summary>
internal sealed record MachineView
{
    public static readonly MachineView Initial = new();

    public MemberState State { get; init; } = MemberState.Startup;

    public long Term { get; init; }

    /// <summary>Whether this member is the primary and accepts writes.</summary>
    public bool IsWritable { get; init; }

    /// <summary>Whether this member has called an election that is not decided yet.</summary>
    public bool IsCandidate { get; init; }

    public bool IsCatchingUp { get; init; }

    public int SelfId { get; init; } = -1;

    /// <summary>The primary as far as this member knows; -1 for nobody.</summary>
    public int PrimaryId { get; init; } = -1;

    /// <summary>The primary's last sign of life, its own or passed on by the sync source.</summary>
    public TimeSpan PrimaryHeard { get; init; }

    /// <summary>The member to replicate from; -1 for nobody.</summary>
    public int SyncSourceId { get; init; } = -1;

    public OpTime Applied { get; init; } = OpTime.None;

    public OpTime CommitPoint { get; init; } = OpTime.None;

    public ReplicaSetConfig? Config { get; init; }

    /// <summary>Whether, as this primary knows, a majority has its config.</summary>
    public bool IsConfigCommitted { get; init; }

    /// <summary>Whether what was committed before the config is committed by its majority too.</summary>
    public bool IsOplogCommittedInConfig { get; init; }

    public IReadOnlyList<PeerView> Peers { get; init; } = [];

    /// <summary>Until when a majority, heard of at least once, keeps a primary from being replaced unknowingly.</summary>
    public TimeSpan LeaseUntil { get; init; }

    public long ElectionTimestamp { get; init; }

    public ElectionRecord? Election { get; init; }

    public VoteRecord? Vote { get; init; }

    public MemberConfig? Self => Config?.FindById(SelfId);

    public MemberConfig? Primary => Config?.FindById(PrimaryId);

    public MemberConfig? SyncSource => Config?.FindById(SyncSourceId);
}
