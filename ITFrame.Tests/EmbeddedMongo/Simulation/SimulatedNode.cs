using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>
/// The state machine with the simplest shell around it: a log that is written first and on disk a little later, a disk
/// for the vote and the config, and messages over the simulated network.
/// </summary>
internal sealed partial class SimulatedNode(SimulatedSet set, int id)
{
    private static readonly TimeSpan MaxSync = TimeSpan.FromMilliseconds(6);

    private readonly Dictionary<long, Action<HeartbeatReply>> _heartbeatAnswers = [];
    private readonly Dictionary<long, Action<VoteReply>> _voteAnswers = [];
    private ReplicaSetMachine? _machine;
    private LastVote _lastVote = LastVote.None;
    private ReplicaSetConfig? _diskConfig;
    private bool _isCopying;
    private long _generation;
    private long _correlation;
    private TimeSpan _frozenUntil;
    private TimeSpan _timerAt = TimeSpan.MaxValue;

    public int Id => id;

    public bool IsUp => _machine is not null;

    public SimulatedLog Log { get; } = new();

    /// <summary>The newest commit point that this member has spoken of since its start.</summary>
    public OpTime LastCommitted { get; set; } = OpTime.None;

    public MachineView View => _machine?.View ?? MachineView.Initial;

    public bool IsWritable => _machine?.IsWritable == true;

    private SimulatedNetwork Network => set.Network;

    private bool Has(Bug bug) => set.Bug == bug;

    /// <summary>Puts what a member of the first config starts with on disk.</summary>
    public void Format(ReplicaSetConfig config, LogEntry? first)
    {
        _diskConfig = config;
        if (first is not null)
        {
            Log.Add(first);
            Log.Sync(1);
        }
    }

    public void Start(bool isInitiator = false)
    {
        _isCopying |= Log.Count == 0;
        Log.Sync(Log.Count);
        LastCommitted = OpTime.None;
        _machine = new ReplicaSetMachine(set.Random.NextDouble, _lastVote, Applied(), _isCopying ? DataState.InitialSync : DataState.Ready);
        if (_diskConfig is { } config)
        {
            var self = config.FindById(id) is null ? -1 : id;
            Handle(new MachineEvent.ConfigOffered(config, self, isInitiator ? ConfigOrigin.Initiation : ConfigOrigin.Disk));
        }
    }

    /// <summary>Ends at once. A power cut takes what is not on disk; the end of a process does not.</summary>
    public void Crash(bool isPowerCut)
    {
        _machine = null;
        _generation++;
        _heartbeatAnswers.Clear();
        _voteAnswers.Clear();
        _timerAt = TimeSpan.MaxValue;
        _frozenUntil = TimeSpan.Zero;
        ResetReplication();
        if (isPowerCut && Log.SyncedCount < Log.Count)
        {
            // Of what was still being flushed, any part may have made it.
            Log.Truncate(Log.SyncedCount + set.Random.Next(Log.Count - Log.SyncedCount));
        }

        if (Has(Bug.ForgetsVote))
        {
            _lastVote = LastVote.None;
        }
    }

    /// <summary>Does nothing for a while, and then all that has piled up.</summary>
    public void Freeze(TimeSpan period) => _frozenUntil = Network.Now + period;

    public void Thaw() => _frozenUntil = TimeSpan.Zero;

    public void Write()
    {
        if (IsWritable && Network.Now < View.LeaseUntil)
        {
            Append(new LogEntry(new OpTime(set.NextTimestamp(), _machine!.Term), Log.Last));
        }
    }

    public void Handle(MachineEvent machineEvent)
    {
        if (_machine is not { } machine)
        {
            return;
        }

        var actions = machine.Handle(machineEvent, Network.Now);
        foreach (var action in actions)
        {
            if (ReferenceEquals(machine, _machine))
            {
                Execute(action);
            }
        }

        if (ReferenceEquals(machine, _machine))
        {
            Replicate();
            Arm();
        }
    }

    /// <summary>Runs what was meant for this run of the member: later if it is frozen, never if it has ended.</summary>
    private void Run(long generation, Action action)
    {
        if (generation != _generation || _machine is null)
        {
            return;
        }

        if (Network.Now < _frozenUntil)
        {
            Network.At(_frozenUntil, () => Run(generation, action));
        }
        else
        {
            action();
        }
    }

    private void After(TimeSpan delay, Action action)
    {
        var generation = _generation;
        Network.After(delay, () => Run(generation, action));
    }

    /// <summary>Sends to another member's present run.</summary>
    private void Send(int target, Action<SimulatedNode> deliver)
    {
        var node = set.Nodes[target];
        Network.Send(id, target, () => node.Run(node._generation, () => deliver(node)));
    }

    private void Arm()
    {
        if (_machine?.NextDeadline() is not { } deadline)
        {
            return;
        }

        var at = deadline <= Network.Now ? Network.Now + TimeSpan.FromMilliseconds(1) : deadline;
        if (at >= _timerAt)
        {
            return;
        }

        _timerAt = at;
        var generation = _generation;
        Network.At(at, () => Run(generation, () =>
        {
            if (_timerAt != at)
            {
                return;
            }

            _timerAt = TimeSpan.MaxValue;
            if (_machine!.NextDeadline() <= Network.Now)
            {
                Handle(new MachineEvent.TimePassed());
            }
            else
            {
                Arm();
            }
        }));
    }

    private void Execute(MachineAction action)
    {
        switch (action)
        {
            case MachineAction.PersistVote persist:
                _lastVote = persist.Vote;
                break;
            case MachineAction.PersistConfig persist:
                _diskConfig = persist.Config;
                break;
            case MachineAction.SendHeartbeat send:
                Ask<HeartbeatReply>(
                    send.MemberId,
                    send.Timeout,
                    (node, answer) => node.OnHeartbeat(send.Request, answer),
                    reply => new MachineEvent.HeartbeatAnswered(send.MemberId, send.Sequence, reply, TimeSpan.FromMilliseconds(1)),
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
                After(MaxSync * set.Random.NextDouble(), () => EnableWrites(enable.Term));
                break;
            case MachineAction.CommitPointAdvanced advanced:
                set.Witness.OnCommitted(this, advanced.OpTime);
                AnswerPulls();
                break;
            case MachineAction.Note note:
                set.Noted?.Invoke($"  {id}: {note.Message}");
                break;
            case MachineAction.StepDown stepDown:
                set.Noted?.Invoke($"  {id}: steps down: {stepDown.Reason}");
                break;
            case MachineAction.LocateSelf locate:
                Handle(new MachineEvent.ConfigOffered(locate.Config, locate.Config.FindById(id) is null ? -1 : id, ConfigOrigin.Peer));
                break;
            case MachineAction.FetchConfig fetch:
                FetchConfig(set.IdOf(fetch.Host));
                break;
            default:
                break;
        }
    }

    private void EnableWrites(long term)
    {
        if (_machine!.State == MemberState.Primary && _machine.Term == term && !_isRollingBack)
        {
            set.Witness.OnElected(this, term);
            Append(new LogEntry(new OpTime(set.NextTimestamp(), term), Log.Last), () => Handle(new MachineEvent.WritesEnabled(term)));
        }
    }

    private void FetchConfig(int target)
    {
        if (target < 0)
        {
            return;
        }

        var generation = _generation;
        Send(target, node =>
        {
            if (node._diskConfig is { } config)
            {
                Network.Send(target, id, () => Run(generation, () =>
                {
                    var self = config.FindById(id) is null ? -1 : id;
                    if (self >= 0 || View.Config is not null)
                    {
                        Handle(new MachineEvent.ConfigOffered(config, self, ConfigOrigin.Peer));
                    }
                }));
            }
        });
    }

    private void OnHeartbeat(HeartbeatRequest request, Action<HeartbeatReply> answer)
    {
        _heartbeatAnswers[++_correlation] = answer;
        Handle(new MachineEvent.HeartbeatRequested(request, _correlation));
    }

    private void OnVoteRequest(VoteRequest request, Action<VoteReply> answer)
    {
        _voteAnswers[++_correlation] = answer;
        var seen = Has(Bug.VotesForOlderLogs) ? request with { LastApplied = new OpTime(long.MaxValue, long.MaxValue) } : request;
        Handle(new MachineEvent.VoteRequested(seen, _correlation));
    }

    private void Ask<T>(int target, TimeSpan timeout, Action<SimulatedNode, Action<T>> ask, Func<T, MachineEvent> answered, MachineEvent failed)
    {
        var generation = _generation;
        var isDone = false;
        Send(target, node => ask(node, reply => Network.Send(target, id, () => Run(generation, () => Finish(answered(reply))))));
        After(timeout, () => Finish(failed));

        void Finish(MachineEvent machineEvent)
        {
            if (!isDone)
            {
                isDone = true;
                Handle(machineEvent);
            }
        }
    }

    private OpTime Applied() => _isCopying ? OpTime.None
        : Has(Bug.AcknowledgesBeforeSync) ? Log.Last?.OpTime ?? OpTime.None
        : Log.LastSynced?.OpTime ?? OpTime.None;

    private void Truncate(int count)
    {
        set.Witness.OnTruncated(this, count);
        Log.Truncate(count);
    }

    // Writing takes no time, getting it on disk some; what is written meanwhile shares the next flush.
    private void Append(LogEntry entry, Action? onDisk = null)
    {
        Log.Add(entry);
        var count = Log.Count;
        if (Has(Bug.AcknowledgesBeforeSync))
        {
            Handle(new MachineEvent.AppliedChanged(Applied()));
        }

        AnswerPulls();
        After(MaxSync * set.Random.NextDouble(), () =>
        {
            if (count > Log.SyncedCount && count <= Log.Count && ReferenceEquals(Log[count - 1], entry))
            {
                Log.Sync(count);
                Handle(new MachineEvent.AppliedChanged(Applied()));
            }

            if (Log.Has(entry))
            {
                onDisk?.Invoke();
            }
        });
    }
}
