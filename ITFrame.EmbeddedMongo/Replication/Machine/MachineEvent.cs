namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>Something that happened outside of the state machine.</summary>
internal abstract record MachineEvent
{
    /// <summary>Nothing but time has passed.</summary>
    public sealed record TimePassed : MachineEvent;

    /// <param name="Config">The config that is now on disk.</param>
    /// <param name="SelfId">This member's id in it, or -1.</param>
    /// <param name="IsInitiator">Whether this member was the one told to initiate the set.</param>
    public sealed record ConfigInstalled(ReplicaSetConfig Config, int SelfId, bool IsInitiator) : MachineEvent;

    public sealed record DataChanged(DataState State) : MachineEvent;

    /// <summary>The newest entry on disk is another: later, or after a rollback earlier.</summary>
    public sealed record AppliedChanged(OpTime OpTime) : MachineEvent;

    /// <summary>From now on votes are measured against this too, because acknowledged data was given up for a copy.</summary>
    public sealed record VoteFloorSet(OpTime OpTime) : MachineEvent;

    public sealed record HeartbeatRequested(HeartbeatRequest Request, long Correlation) : MachineEvent;

    public sealed record HeartbeatAnswered(int MemberId, long Sequence, HeartbeatReply Reply, TimeSpan RoundTrip) : MachineEvent;

    public sealed record HeartbeatFailed(int MemberId, long Sequence, string Reason) : MachineEvent;

    public sealed record VoteRequested(VoteRequest Request, long Correlation) : MachineEvent;

    public sealed record VoteAnswered(int MemberId, long Round, VoteReply Reply) : MachineEvent;

    public sealed record VoteFailed(int MemberId, long Round) : MachineEvent;

    /// <summary>A member, or one on its behalf, said what it holds and in which term it was when it held it.</summary>
    public sealed record PositionReported(int MemberId, long Term, OpTime Applied) : MachineEvent;

    /// <summary>The sync source sent entries or a sign of life.</summary>
    public sealed record SyncSourceHeard(int MemberId, long Term, OpTime Committed, int PrimaryId) : MachineEvent;

    public sealed record SyncSourceFailed(int MemberId) : MachineEvent;

    /// <summary>The first entry of the term is on disk: writes are accepted.</summary>
    public sealed record WritesEnabled(long Term) : MachineEvent;

    public sealed record StepDownRequested(TimeSpan Period, string Reason) : MachineEvent;

    public sealed record StepUpRequested(bool SkipDryRun) : MachineEvent;

    public sealed record ShutdownStarted : MachineEvent;
}
