using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>Something that the state machine wants done. Actions are carried out in order, each before the next.</summary>
internal abstract record MachineAction
{
    public sealed record SendHeartbeat(int MemberId, string Host, long Sequence, HeartbeatRequest Request, TimeSpan Timeout) : MachineAction;

    public sealed record AnswerHeartbeat(long Correlation, HeartbeatReply Reply) : MachineAction;

    public sealed record SendVoteRequest(int MemberId, string Host, long Round, VoteRequest Request, TimeSpan Timeout) : MachineAction;

    /// <summary>The vote must be on disk before any later action is carried out.</summary>
    public sealed record PersistVote(LastVote Vote) : MachineAction;

    /// <summary>The config must be on disk before any later action is carried out; the host is this member's in it, if it is in it.</summary>
    public sealed record PersistConfig(ReplicaSetConfig Config, string? SelfHost) : MachineAction;

    public sealed record AnswerVote(long Correlation, VoteReply Reply) : MachineAction;

    /// <summary>The answer to a request to reconfigure; without a refusal the new config is taken up.</summary>
    public sealed record AnswerReconfig(long Correlation, CommandException? Refusal) : MachineAction;

    /// <summary>Write the term's first entry and accept writes from then on.</summary>
    public sealed record EnableWrites(long Term) : MachineAction;

    /// <summary>Accept no more writes, and fail those that wait.</summary>
    public sealed record StepDown(string Reason) : MachineAction;

    public sealed record CommitPointAdvanced(OpTime OpTime) : MachineAction;

    /// <summary>Somebody unknown has a newer config: ask for it.</summary>
    public sealed record FetchConfig(string Host) : MachineAction;

    /// <summary>A newer config came in which this member does not find itself by its name: find out, and offer it again.</summary>
    public sealed record LocateSelf(ReplicaSetConfig Config) : MachineAction;

    /// <summary>What hello says has changed.</summary>
    public sealed record TopologyChanged : MachineAction;

    /// <summary>An event of an operator's interest.</summary>
    public sealed record Note(string Message) : MachineAction;
}
