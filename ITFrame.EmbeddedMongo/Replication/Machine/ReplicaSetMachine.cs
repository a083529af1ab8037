namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>
/// Replication protocol version 1 as seen by one member: who is primary, who votes for whom, what is committed. It
/// has no clock, socket or thread: events come in with the time at which they happened, and actions come out. Given
/// the same events and the same random numbers it does the same.
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
    private int _syncSourceId = -1;
    private bool _isShuttingDown;
    private bool _isFirstElectionPending;
    private TimeSpan _electionDeadline;
    private TimeSpan? _takeoverDeadline;
    private TimeSpan _notElectableBefore;
    private long _heartbeatSequence;
    private long _roundNumber;
    private VoteRound? _round;
    private CatchUp? _catchUp;
    private TimeSpan _now;

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
        View = BuildView();
    }

    /// <summary>The state after the last event.</summary>
    public MachineView View { get; private set; }

    private MemberState State => _config is null ? MemberState.Startup
        : _self is null ? MemberState.Removed
        : _self.IsArbiter ? MemberState.Arbiter
        : _isLeader ? MemberState.Primary
        : _data switch
        {
            DataState.InitialSync => MemberState.Startup2,
            DataState.Rollback => MemberState.Rollback,
            _ => MemberState.Secondary,
        };

    private int SelfId => _self?.Id ?? -1;

    /// <summary>Takes in one event. Times never run backwards.</summary>
    public IReadOnlyList<MachineAction> Handle(MachineEvent machineEvent, TimeSpan now)
    {
        _now = now > _now ? now : _now;
        _actions.Clear();
        Dispatch(machineEvent);
        CheckTimers();
        AdvanceCommitPoint();
        ContinueCatchUp();
        ChooseSyncSource();
        var before = View;
        View = BuildView();
        if (before.State != View.State || before.IsWritable != View.IsWritable || before.PrimaryId != View.PrimaryId
            || !ReferenceEquals(before.Config, View.Config) || (before.Term != View.Term && View.IsWritable))
        {
            _actions.Add(new MachineAction.TopologyChanged());
        }

        return _actions.ToArray();
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
        else if (_self.IsElectable)
        {
            next = Earlier(next, _electionDeadline);
            next = _takeoverDeadline is { } takeover ? Earlier(next, takeover) : next;
        }

        next = _round is null ? next : Earlier(next, _round.Deadline);
        return next == TimeSpan.MaxValue ? null : next;
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private void Dispatch(MachineEvent machineEvent)
    {
        switch (machineEvent)
        {
            case MachineEvent.ConfigInstalled installed:
                OnConfigInstalled(installed);
                break;
            case MachineEvent.DataChanged changed:
                _data = changed.State;
                break;
            case MachineEvent.AppliedChanged applied:
                _applied = applied.OpTime;
                break;
            case MachineEvent.VoteFloorSet floor:
                _voteFloor = OpTime.Max(_voteFloor, floor.OpTime);
                break;
            case MachineEvent.HeartbeatRequested requested:
                OnHeartbeatRequested(requested);
                break;
            case MachineEvent.HeartbeatAnswered answered:
                OnHeartbeatAnswered(answered);
                break;
            case MachineEvent.HeartbeatFailed failed:
                OnHeartbeatFailed(failed);
                break;
            case MachineEvent.VoteRequested requested:
                OnVoteRequested(requested);
                break;
            case MachineEvent.VoteAnswered answered:
                OnVoteAnswered(answered);
                break;
            case MachineEvent.VoteFailed failed:
                OnVoteRefused(failed.MemberId, failed.Round, "unreachable");
                break;
            case MachineEvent.PositionReported reported:
                OnPositionReported(reported.MemberId, reported.Term, reported.Applied);
                break;
            case MachineEvent.SyncSourceHeard heard:
                OnSyncSourceHeard(heard);
                break;
            case MachineEvent.SyncSourceFailed failed when _peers.TryGetValue(failed.MemberId, out var peer):
                peer.NotSourceBefore = _now + TimeSpan.FromSeconds(1);
                break;
            case MachineEvent.WritesEnabled enabled:
                _isWritable = _isLeader && enabled.Term == _term;
                break;
            case MachineEvent.StepDownRequested requested:
                _notElectableBefore = _now + requested.Period;
                StepDown(requested.Reason);
                break;
            case MachineEvent.StepUpRequested requested:
                _notElectableBefore = TimeSpan.Zero;
                CallElection("asked to step up", requested.SkipDryRun);
                break;
            case MachineEvent.ShutdownStarted:
                _isShuttingDown = true;
                break;
            default:
                break;
        }
    }

    private void OnConfigInstalled(MachineEvent.ConfigInstalled installed)
    {
        _config = installed.Config;
        _self = _config.FindById(installed.SelfId);
        _isFirstElectionPending |= installed.IsInitiator;
        foreach (var member in _config.Members)
        {
            if (member.Id == installed.SelfId)
            {
                continue;
            }

            if (_peers.TryGetValue(member.Id, out var known) && known.Config.Host == member.Host)
            {
                known.Config = member;
            }
            else
            {
                _peers[member.Id] = new Peer(member);
            }

            _peers[member.Id].NextHeartbeat = _now;
        }

        foreach (var gone in _peers.Keys.Where(id => id == installed.SelfId || _config.FindById(id) is null).ToArray())
        {
            _peers.Remove(gone);
        }

        if (_isLeader && _self?.IsElectable != true)
        {
            StepDown("the new config does not let this member be primary");
        }

        ResetElectionTimer();
        if (_config.VoteMajority == 1 && _self?.IsVoter == true)
        {
            _electionDeadline = _now;
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

        var heard = _peers.Values.Where(peer => peer.Config.IsVoter).Select(peer => peer.LastHeard ?? TimeSpan.MinValue).OrderDescending().ToList();
        return heard.Count < needed || heard[needed - 1] == TimeSpan.MinValue ? TimeSpan.Zero : heard[needed - 1] + _config.ElectionTimeout;
    }

    private bool SeesMajority()
    {
        var since = _now - _config!.ElectionTimeout;
        var voters = _peers.Values.Count(peer => peer.Config.IsVoter && peer.WasHeardSince(since)) + (_self!.IsVoter ? 1 : 0);
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
        _primaryId = -1;
        _takeoverDeadline = null;
        if (_isLeader)
        {
            StepDown($"another member is in the later term {term}");
        }
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
        _primaryId = -1;
        ResetElectionTimer();
        _actions.Add(new MachineAction.StepDown(reason));
    }

    private MachineView BuildView() => new()
    {
        State = State,
        Term = _term,
        IsWritable = _isWritable,
        SelfId = SelfId,
        PrimaryId = _primaryId,
        SyncSourceId = _syncSourceId,
        Applied = _applied,
        CommitPoint = _commitPoint,
        Config = _config,
        LeaseUntil = _isLeader ? LeaseUntil() : TimeSpan.Zero,
        Peers = _peers.Values.Select(peer => new PeerView(
            peer.Config, peer.IsUp, peer.IsUp ? peer.State : MemberState.Down, peer.Term, peer.Applied, peer.Acknowledged, peer.AcknowledgedTerm,
            peer.LastHeard, peer.RoundTrip, peer.LastProblem, peer.SyncSource, peer.ConfigVersion, peer.ElectionTimestamp)).ToArray(),
    };
}
