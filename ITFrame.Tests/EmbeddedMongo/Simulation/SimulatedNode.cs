using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>The state machine with the simplest shell around it: a log in memory, and messages over the simulated network.</summary>
internal sealed class SimulatedNode
{
    private static readonly TimeSpan PullInterval = TimeSpan.FromMilliseconds(25);

    private readonly SimulatedSet _set;
    private readonly Random _random;
    private ReplicaSetMachine _machine;
    private LastVote _lastVote = LastVote.None;
    private long _generation;
    private long _correlation;
    private Dictionary<long, Action<HeartbeatReply>> _heartbeatAnswers = [];
    private Dictionary<long, Action<VoteReply>> _voteAnswers = [];

    public SimulatedNode(SimulatedSet set, int id, Random random)
    {
        _set = set;
        _random = random;
        Id = id;
        Log = [new OpTime(1L << 32, 0)];
        _machine = Create();
    }

    public int Id { get; }

    public bool IsUp { get; private set; }

    public List<OpTime> Log { get; }

    public MachineView View => _machine.View;

    private SimulatedNetwork Network => _set.Network;

    private OpTime Last => Log.Count == 0 ? OpTime.None : Log[^1];

    public void Start(bool isInitiator)
    {
        IsUp = true;
        Handle(new MachineEvent.ConfigInstalled(_set.Config, Id, isInitiator));
        Pull(_generation);
    }

    /// <summary>Ends at once. What was said to be on disk stays: the log and the vote.</summary>
    public void Crash()
    {
        IsUp = false;
        _generation++;
        _heartbeatAnswers = [];
        _voteAnswers = [];
    }

    public void Restart()
    {
        _machine = Create();
        Start(isInitiator: false);
    }

    public void Write()
    {
        if (IsUp && View.IsWritable)
        {
            Log.Add(new OpTime(_set.NextTimestamp(), View.Term));
            Handle(new MachineEvent.AppliedChanged(Last));
        }
    }

    private ReplicaSetMachine Create() => new(_random.NextDouble, _lastVote, Last, DataState.Ready);

    private void Handle(MachineEvent machineEvent)
    {
        foreach (var action in _machine.Handle(machineEvent, Network.Now))
        {
            Execute(action);
        }

        if (_machine.NextDeadline() is { } deadline)
        {
            var generation = _generation;
            Network.At(deadline <= Network.Now ? Network.Now + TimeSpan.FromMilliseconds(1) : deadline, () =>
            {
                if (IsUp && generation == _generation && _machine.NextDeadline() <= Network.Now)
                {
                    Handle(new MachineEvent.TimePassed());
                }
            });
        }
    }

    private void Execute(MachineAction action)
    {
        switch (action)
        {
            case MachineAction.PersistVote persist:
                _lastVote = persist.Vote;
                break;
            case MachineAction.SendHeartbeat send:
                Ask<HeartbeatReply>(
                    send.MemberId,
                    send.Timeout,
                    (node, answer) => node.OnHeartbeat(send.Request, answer),
                    reply => new MachineEvent.HeartbeatAnswered(send.MemberId, send.Sequence, reply, TimeSpan.Zero),
                    new MachineEvent.HeartbeatFailed(send.MemberId, send.Sequence, "lost"));
                break;
            case MachineAction.SendVoteRequest send:
                Ask<VoteReply>(
                    send.MemberId,
                    send.Timeout,
                    (node, answer) => node.OnVoteRequest(send.Request, answer),
                    reply => new MachineEvent.VoteAnswered(send.MemberId, send.Round, reply),
                    new MachineEvent.VoteFailed(send.MemberId, send.Round));
                break;
            case MachineAction.AnswerHeartbeat answer when _heartbeatAnswers.Remove(answer.Correlation, out var reply):
                reply(answer.Reply);
                break;
            case MachineAction.AnswerVote answer when _voteAnswers.Remove(answer.Correlation, out var reply):
                reply(answer.Reply);
                break;
            case MachineAction.EnableWrites enable:
                Network.After(TimeSpan.Zero, () => EnableWrites(enable.Term));
                break;
            case MachineAction.CommitPointAdvanced advanced:
                _set.OnCommitted(this, advanced.OpTime);
                break;
            default:
                break;
        }
    }

    private void EnableWrites(long term)
    {
        if (!IsUp || View.State != MemberState.Primary || View.Term != term)
        {
            return;
        }

        _set.OnElected(this, term);
        Log.Add(new OpTime(_set.NextTimestamp(), term));
        Handle(new MachineEvent.AppliedChanged(Last));
        Handle(new MachineEvent.WritesEnabled(term));
    }

    private void OnHeartbeat(HeartbeatRequest request, Action<HeartbeatReply> answer)
    {
        _heartbeatAnswers[++_correlation] = answer;
        Handle(new MachineEvent.HeartbeatRequested(request, _correlation));
    }

    private void OnVoteRequest(VoteRequest request, Action<VoteReply> answer)
    {
        _voteAnswers[++_correlation] = answer;
        Handle(new MachineEvent.VoteRequested(request, _correlation));
    }

    private void Ask<T>(int target, TimeSpan timeout, Action<SimulatedNode, Action<T>> ask, Func<T, MachineEvent> answered, MachineEvent failed)
    {
        var generation = _generation;
        var isDone = false;
        Network.Send(Id, target, () =>
        {
            var node = _set.Nodes[target];
            if (node.IsUp)
            {
                ask(node, reply => Network.Send(target, Id, () => Finish(answered(reply))));
            }
        });
        Network.After(timeout, () => Finish(failed));

        void Finish(MachineEvent machineEvent)
        {
            if (!isDone && IsUp && generation == _generation)
            {
                isDone = true;
                Handle(machineEvent);
            }
        }
    }

    // Replication, by asking the sync source again and again for what follows.
    private void Pull(long generation)
    {
        if (!IsUp || generation != _generation)
        {
            return;
        }

        if (View.SyncSourceId >= 0)
        {
            var source = _set.Nodes[View.SyncSourceId];
            Network.Send(Id, source.Id, () =>
            {
                if (source.IsUp)
                {
                    var view = source.View;
                    var log = source.Log.ToArray();
                    Network.Send(source.Id, Id, () => OnPulled(generation, source.Id, view, log));
                }
            });
        }

        Network.After(PullInterval, () => Pull(generation));
    }

    private void OnPulled(long generation, int sourceId, MachineView sourceView, OpTime[] log)
    {
        if (!IsUp || generation != _generation || View.SyncSourceId != sourceId || View.IsWritable)
        {
            return;
        }

        Handle(new MachineEvent.SyncSourceHeard(sourceId, sourceView.Term, sourceView.CommitPoint, sourceView.PrimaryId));
        var common = CommonLength(log);
        if (common < Log.Count && (log.Length == 0 || log[^1] <= Last || View.State == MemberState.Primary))
        {
            return;
        }

        _set.OnRolledBack(this, Log.Skip(common));
        Log.RemoveRange(common, Log.Count - common);
        Log.AddRange(log.Skip(common));
        Handle(new MachineEvent.AppliedChanged(Last));
        var (term, applied) = (View.Term, View.Applied);
        if (View.State == MemberState.Secondary)
        {
            Network.Send(Id, sourceId, () =>
            {
                if (_set.Nodes[sourceId].IsUp)
                {
                    _set.Nodes[sourceId].Handle(new MachineEvent.PositionReported(Id, term, applied));
                }
            });
        }
    }

    private int CommonLength(OpTime[] other)
    {
        var length = Math.Min(Log.Count, other.Length);
        while (length > 0 && Log[length - 1] != other[length - 1])
        {
            length--;
        }

        return length;
    }
}
