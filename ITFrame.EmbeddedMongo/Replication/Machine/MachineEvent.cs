namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>Something that happened outside of the state machine.</summary>
internal abstract record MachineEvent
{
    /// <summary>Nothing but time has passed.</summary>
    public sealed record TimePassed : MachineEvent;

    /// <param name="Config">A config that is to be taken up, unless there is a newer one by now.</param>
    /// <param name="SelfId">This member's id in it, or -1.</param>
    /// <param name="Origin">Where it comes from.</param>
    public sealed record ConfigOffered(ReplicaSetConfig Config, int SelfId, ConfigOrigin Origin) : MachineEvent;

    /// <param name="Config">What an operator wants the set to be.</param>
    /// <param name="SelfId">This member's id in it, or -1.</param>
    /// <param name="IsForced">Whether it is to be taken up without a majority's consent.</param>
    /// <param name="Correlation">Comes back with the answer.</param>
    public sealed record ReconfigRequested(ReplicaSetConfig Config, int SelfId, bool IsForced, long Correlation) : MachineEvent;

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

    /// <summary>The sync source sent entries or a sign of life, and says how long ago it heard of the primary.</summary>
    public sealed record SyncSourceHeard(int MemberId, long Term, OpTime Committed, int PrimaryId, TimeSpan PrimaryAge) : MachineEvent;

    public sealed record SyncSourceFailed(int MemberId) : MachineEvent;

    /// <summary>An operator wants this member to replicate from another one, as long as that works.</summary>
    public sealed record SyncFromRequested(int MemberId) : MachineEvent;

    /// <summary>The first entry of the term is on disk: writes are accepted.</summary>
    public sealed record WritesEnabled(long Term) : MachineEvent;

    public sealed record StepDownRequested(TimeSpan Period, string Reason) : MachineEvent;

    public sealed record StepUpRequested(bool SkipDryRun) : MachineEvent;

    /// <summary>Not to stand for election for a time; no time ends such a period.</summary>
    public sealed record FreezeRequested(TimeSpan Period) : MachineEvent;

    /// <summary>A new primary is to accept writes with what it has.</summary>
    public sealed record CatchUpAbandoned(string Reason) : MachineEvent;

    public sealed record ShutdownStarted : MachineEvent;
}
