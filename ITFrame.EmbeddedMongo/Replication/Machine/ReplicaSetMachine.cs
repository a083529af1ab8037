namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>
/// Replication protocol version 1 as seen by one member: who is primary, who votes for whom, what is committed, which
/// config holds. It has no clock, socket or thread: events come in with the time at which they happened, and actions
/// come out. Given the same events and the same random numbers it does the same.
/// </summary>
internal sealed partial class ReplicaSetMachine
{
    private const double ElectionJitter = 0.15;

    private readonly Func<double> _random;
    private readonly Dictionary<int, Peer> _peers = [];
    private readonly List<MachineAction> _actions = [];
    private ReplicaSetConfig? _config;
    private MemberConfig? _self;
    private DataState _data;
    private LastVote _lastVote;
    private long _term;
    private OpTime _applied;
    private OpTime _voteFloor = OpTime.None;
    private OpTime _commitPoint = OpTime.None;
    private bool _isLeader;
    private bool _isWritable;
    private long _electionTimestamp;
    private int _primaryId = -1;
    private bool _isShuttingDown;
    private TimeSpan _now;
    private MachineView? _view;

    /// <param name="random">Numbers from 0 up to 1, for the jitter of timeouts.</param>
    /// <param name="lastVote">The vote that is on disk.</param>
    /// <param name="applied">The newest entry on disk.</param>
    /// <param name="data">What the data on disk is good for.</param>
    public ReplicaSetMachine(Func<double> random, LastVote lastVote, OpTime applied, DataState data)
    {
        _random = random;
        _lastVote = lastVote;
        _applied = applied;
        _data = data;
        _term = Math.Max(lastVote.Term, Math.Max(0, applied.Term));
    }

    /// <summary>All of the state after the last event; the properties below are parts of it that cost nothing.</summary>
    public MachineView View => _view ??= BuildView();

    public MemberState State => _config is null ? MemberState.Startup
        : _self is null ? MemberState.Removed
        : _self.IsArbiter ? MemberState.Arbiter
        : _isLeader ? MemberState.Primary
        : _data switch
        {
            DataState.InitialSync => MemberState.Startup2,
            DataState.Rollback => MemberState.Rollback,
            _ => MemberState.Secondary,
        };

    public long Term => _term;

    public bool IsWritable => _isWritable;

    public int PrimaryId => _primaryId;

    public int SyncSourceId => _syncSourceId;

    /// <summary>When this member last heard of the primary, if there is one.</summary>
    public TimeSpan PrimaryHeard => _isLeader ? _now : _primaryHeard;

    public OpTime Applied => _applied;

    public OpTime CommitPoint => _commitPoint;

    private int SelfId => _self?.Id ?? -1;

    /// <summary>Takes in one event. Times never run backwards.</summary>
    public IReadOnlyList<MachineAction> Handle(MachineEvent machineEvent, TimeSpan now)
    {
        _now = now > _now ? now : _now;
        _actions.Clear();
        var before = (State, _isWritable, _primaryId, _config, Term: _isWritable ? _term : 0);
        Dispatch(machineEvent);
        CheckTimers();
        AdvanceCommitPoint();
        ContinueCatchUp();
        CompleteNewMembers();
        ChooseSyncSource();
        _view = null;
        if (before != (State, _isWritable, _primaryId, _config, _isWritable ? _term : 0))
        {
            _actions.Add(new MachineAction.TopologyChanged());
        }

        return _actions.Count == 0 ? [] : _actions.ToArray();
    }

    /// <summary>When the machine wants to hear of the time again, if nothing else happens before.</summary>
    public TimeSpan? NextDeadline()
    {
        if (_config is null || _self is null)
        {
            return null;
        }

        var next = TimeSpan.MaxValue;
        foreach (var peer in _peers.Values)
        {
            if (peer.HeartbeatInFlight is null)
            {
                next = Earlier(next, peer.NextHeartbeat);
            }
        }

        if (_isLeader)
        {
            next = Earlier(next, LeaseUntil());
            next = _catchUp is null ? next : Earlier(next, _catchUp.Deadline);
        }
        else
        {
            next = Earlier(Earlier(next, NextElectionDeadline()), NextSourceDeadline());
        }

        next = _round is null ? next : Earlier(next, _round.Deadline);
        return next == TimeSpan.MaxValue ? null : next;
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Dispatch(MachineEvent machineEvent)
    {
        switch (machineEvent)
        {
            case MachineEvent.HeartbeatRequested requested:
                OnHeartbeatRequested(requested);
                break;
            case MachineEvent.HeartbeatAnswered answered:
                OnHeartbeatAnswered(answered);
                break;
            case MachineEvent.HeartbeatFailed failed:
                OnHeartbeatFailed(failed);
                break;
            case MachineEvent.AppliedChanged applied:
                OnAppliedChanged(applied.OpTime);
                break;
            case MachineEvent.PositionReported reported:
                OnPositionReported(reported.MemberId, reported.Term, reported.Applied);
                break;
            case MachineEvent.SyncSourceHeard heard:
                OnSyncSourceHeard(heard);
                break;
            case MachineEvent.SyncSourceFailed failed:
                OnSyncSourceFailed(failed.MemberId);
                break;
            case MachineEvent.SyncFromRequested requested:
                _wishedSourceId = requested.MemberId;
                break;
            case MachineEvent.DataChanged changed:
                _data = changed.State;
                break;
            case MachineEvent.VoteFloorSet floor:
                _voteFloor = OpTime.Max(_voteFloor, floor.OpTime);
                break;
            case MachineEvent.ConfigOffered offered:
                OnConfigOffered(offered);
                break;
            case MachineEvent.ReconfigRequested requested:
                OnReconfigRequested(requested);
                break;
            default:
                DispatchElection(machineEvent);
                break;
        }
    }

    private void CheckTimers()
    {
        if (_config is null || _self is null)
        {
            return;
        }

        SendDueHeartbeats();
        if (_isLeader && _now >= LeaseUntil())
        {
            StepDown("no majority of the set was heard from within the election timeout");
        }

        if (_round is not null && _now >= _round.Deadline)
        {
            _actions.Add(new MachineAction.Note($"election in term {_term} ran out of time"));
            EndLostRound(_round);
        }

        if (!_isLeader && _self.IsElectable)
        {
            CheckElectionTimers();
        }
    }

    /// <summary>When the majority's last signs of life run out.</summary>
    private TimeSpan LeaseUntil()
    {
        var needed = _config!.VoteMajority - (_self!.IsVoter ? 1 : 0);
        if (needed <= 0)
        {
            return TimeSpan.MaxValue;
        }

        Span<long> heard = stackalloc long[_peers.Count];
        var count = 0;
        foreach (var peer in _peers.Values)
        {
            if (peer.Config.IsVoter && peer.LastHeard is { } last)
            {
                heard[count++] = last.Ticks;
            }
        }

        if (count < needed)
        {
            return TimeSpan.Zero;
        }

        heard = heard[..count];
        heard.Sort();
        return TimeSpan.FromTicks(heard[count - needed]) + _config.ElectionTimeout;
    }

    private bool SeesMajority()
    {
        var since = _now - _config!.ElectionTimeout;
        var voters = _self!.IsVoter ? 1 : 0;
        foreach (var peer in _peers.Values)
        {
            voters += peer.Config.IsVoter && peer.WasHeardSince(since) ? 1 : 0;
        }

        return voters >= _config.VoteMajority;
    }

    private void Heard(Peer peer) => peer.LastHeard = _now;

    private void AdvanceTerm(long term)
    {
        if (term <= _term)
        {
            return;
        }

        _term = term;
        _round = null;
        ForgetPrimary();
        if (_isLeader)
        {
            StepDown($"another member is in the later term {term}");
        }
    }

    private void ForgetPrimary()
    {
        _primaryId = -1;
        _takeover = null;
    }

    private void StepDown(string reason)
    {
        if (!_isLeader)
        {
            return;
        }

        _isLeader = false;
        _isWritable = false;
        _catchUp = null;
        _election = null;
        ForgetPrimary();
        ResetElectionTimer();
        _actions.Add(new MachineAction.StepDown(reason));
    }

    private MachineView BuildView() => new()
    {
        State = State,
        Term = _term,
        IsWritable = _isWritable,
        IsCandidate = _round is not null,
        IsCatchingUp = _catchUp is not null,
        SelfId = SelfId,
        PrimaryId = _primaryId,
        PrimaryHeard = PrimaryHeard,
        SyncSourceId = _syncSourceId,
        Applied = _applied,
        CommitPoint = _commitPoint,
        Config = _config,
        IsConfigCommitted = _isWritable && IsConfigCommitted(),
        IsOplogCommittedInConfig = _isWritable && IsOplogCommittedInConfig(),
        LeaseUntil = _isLeader ? LeaseUntil() : TimeSpan.Zero,
        ElectionTimestamp = _isLeader ? _electionTimestamp : 0,
        Election = _election,
        Vote = _isLeader ? null : _voteRecord,
        Peers = _peers.Values.Select(peer => new PeerView(
            peer.Config, peer.IsUp, peer.IsUp ? peer.State : MemberState.Down, peer.Term, peer.Applied, peer.Acknowledged, peer.AcknowledgedTerm,
            peer.UpSince, peer.LastHeartbeat, peer.LastHeartbeatReceived, peer.Ping, peer.LastProblem, peer.SyncSource, peer.VersionAndTerm, peer.ElectionTimestamp)).ToArray(),
    };
}
