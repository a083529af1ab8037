namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    private bool _isFirstElectionPending;
    private TimeSpan _electionDeadline;
    private TimeSpan _notElectableBefore;
    private long _roundNumber;
    private VoteRound? _round;
    private ElectionRecord? _election;

    private void DispatchElection(MachineEvent machineEvent)
    {
        switch (machineEvent)
        {
            case MachineEvent.VoteRequested requested:
                OnVoteRequested(requested);
                break;
            case MachineEvent.VoteAnswered answered:
                OnVoteAnswered(answered);
                break;
            case MachineEvent.VoteFailed failed:
                OnVoteRefused(failed.MemberId, failed.Round, "unreachable");
                break;
            case MachineEvent.WritesEnabled enabled:
                OnWritesEnabled(enabled.Term);
                break;
            case MachineEvent.StepDownRequested requested:
                _notElectableBefore = _now + requested.Period;
                StepDown(requested.Reason);
                break;
            case MachineEvent.StepUpRequested requested:
                _notElectableBefore = TimeSpan.Zero;
                CallElection(requested.SkipDryRun ? ElectionReason.StepUpRequestSkipDryRun : ElectionReason.StepUpRequest);
                break;
            case MachineEvent.FreezeRequested requested:
                _notElectableBefore = requested.Period > TimeSpan.Zero ? Later(_notElectableBefore, _now + requested.Period) : TimeSpan.Zero;
                ElectSingleMemberAtOnce();
                break;
            case MachineEvent.CatchUpAbandoned abandoned when _catchUp is not null:
                _catchUp.Abandoned = abandoned.Reason;
                break;
            case MachineEvent.ShutdownStarted:
                _isShuttingDown = true;
                break;
            default:
                break;
        }
    }

    private void ResetElectionTimer()
    {
        var timeout = _config?.ElectionTimeout ?? TimeSpan.Zero;
        _electionDeadline = _now + timeout + (timeout * (ElectionJitter * _random()));
    }

    private void PostponeElection()
    {
        var timeout = _config!.ElectionTimeout;
        _electionDeadline = Later(_electionDeadline, _primaryHeard + timeout + (timeout * (ElectionJitter * _random())));
    }

    private void ElectSingleMemberAtOnce()
    {
        if (_config is { VoteMajority: 1 } && _self?.IsVoter == true)
        {
            _electionDeadline = Later(_now, _notElectableBefore);
        }
    }

    private TimeSpan NextElectionDeadline()
    {
        if (!_self!.IsElectable)
        {
            return TimeSpan.MaxValue;
        }

        return _takeover is { } takeover ? Earlier(_electionDeadline, takeover.At) : _electionDeadline;
    }

    private void CheckElectionTimers()
    {
        if (_isFirstElectionPending && _round is null && WhyNotElectable() is null && FollowersReady())
        {
            _isFirstElectionPending = false;
            CallElection(ElectionReason.Initiation);
        }

        if (_now >= _electionDeadline)
        {
            ResetElectionTimer();
            CallElection(_config!.VoteMajority == 1 ? ElectionReason.SingleNodePromptElection : ElectionReason.ElectionTimeout);
        }

        CheckTakeover();
    }

    private bool FollowersReady() =>
        _peers.Values.Count(peer => peer.Config.IsVoter && peer.VersionAndTerm == _config!.VersionAndTerm) + 1 >= _config!.VoteMajority;

    private string? WhyNotElectable()
    {
        if (_config is null || _self is null || !_self.IsElectable)
        {
            return "this member cannot be primary";
        }

        return _isLeader ? "already primary"
            : _isShuttingDown ? "shutting down"
            : _data != DataState.Ready || _applied.IsNone ? "no complete data"
            : _applied < _voteFloor ? "data is older than what was once acknowledged here"
            : _now < _notElectableBefore ? "stepped down or frozen a short time ago"
            : !SeesMajority() ? "no majority of the set is in sight"
            : null;
    }

    private void CallElection(ElectionReason reason)
    {
        if (_round is not null || WhyNotElectable() is not null)
        {
            return;
        }

        _actions.Add(new MachineAction.Note($"calling an election after term {_term}: {Describe(reason)}"));
        if (reason == ElectionReason.StepUpRequestSkipDryRun)
        {
            StartRealElection(reason, _primaryId);
        }
        else
        {
            StartRound(isDryRun: true, reason, _primaryId);
        }
    }

    private void StartRealElection(ElectionReason reason, int priorPrimaryId)
    {
        _term++;
        ForgetPrimary();
        _lastVote = new LastVote(_term, SelfId);
        _actions.Add(new MachineAction.PersistVote(_lastVote));
        StartRound(isDryRun: false, reason, priorPrimaryId);
    }

    private void StartRound(bool isDryRun, ElectionReason reason, int priorPrimaryId)
    {
        _round = new VoteRound(++_roundNumber, isDryRun, reason, _now + _config!.ElectionTimeout, SelfId, priorPrimaryId);
        var request = new VoteRequest(_config.SetName, isDryRun, _term, SelfId, _config.VersionAndTerm, _applied);
        foreach (var peer in _peers.Values)
        {
            if (peer.Config.IsVoter)
            {
                _actions.Add(new MachineAction.SendVoteRequest(peer.Id, peer.Config.Host, _round.Number, request, _config.ElectionTimeout));
            }
        }

        CountVotes();
    }

    private void OnVoteAnswered(MachineEvent.VoteAnswered answered)
    {
        if (_peers.TryGetValue(answered.MemberId, out var peer))
        {
            Heard(peer);
        }

        AdvanceTerm(answered.Reply.Term);
        if (!answered.Reply.IsGranted)
        {
            OnVoteRefused(answered.MemberId, answered.Round, answered.Reply.Reason);
        }
        else if (_round?.Number == answered.Round)
        {
            _round.Granted.Add(answered.MemberId);
            CountVotes();
        }
    }

    private void OnVoteRefused(int memberId, long round, string reason)
    {
        if (_round?.Number != round)
        {
            return;
        }

        _round.Refused[memberId] = reason;
        if (_round.Granted.Count + CountPossibleVotes(_round) < _config!.VoteMajority)
        {
            var reasons = string.Join("; ", _round.Refused.Select(refusal => $"{_config.FindById(refusal.Key)?.Host}: {refusal.Value}"));
            _actions.Add(new MachineAction.Note($"{(_round.IsDryRun ? "dry run" : "election")} in term {_term} lost: {reasons}"));
            EndLostRound(_round);
        }
    }

    // Who does not answer heartbeats is not waited for: the sooner an election is known to be lost, the sooner the next.
    private int CountPossibleVotes(VoteRound round)
    {
        var since = _now - _config!.ElectionTimeout;
        var possible = 0;
        foreach (var peer in _peers.Values)
        {
            possible += peer.Config.IsVoter && !round.Granted.Contains(peer.Id) && !round.Refused.ContainsKey(peer.Id) && peer.WasHeardSince(since) ? 1 : 0;
        }

        return possible;
    }

    // A lost election has raised the term and so deposed the primary, if there was one. The loser, who lacked a few
    // entries or met another candidate, tries again soon, and as long as there is no primary again after that: its dry
    // runs do no harm. MongoDB would wait for another election timeout, without a primary.
    private void EndLostRound(VoteRound round)
    {
        _round = null;
        if (!round.IsDryRun || _primaryId < 0)
        {
            var soon = _config!.HeartbeatInterval * (0.25 + (0.5 * _random()));
            _electionDeadline = Earlier(_electionDeadline, _now + soon);
        }
    }

    private void CountVotes()
    {
        if (_round is null || _round.Granted.Count < _config!.VoteMajority)
        {
            return;
        }

        var round = _round;
        _round = null;
        if (round.IsDryRun)
        {
            StartRealElection(round.Reason, round.PriorPrimaryId);
        }
        else
        {
            BecomeLeader(round);
        }
    }

    private void BecomeLeader(VoteRound round)
    {
        _isLeader = true;
        _isWritable = false;
        _isConfigSafe = false;
        _primaryId = SelfId;
        _stallDeadline = null;
        _electionTimestamp = Math.Max(_applied.Timestamp + 1, 1);
        _isFirstElectionPending = false;
        _election = new ElectionRecord(round.Reason, _term, _now)
        {
            Committed = _commitPoint,
            Applied = _applied,
            VotesNeeded = _config!.VoteMajority,
            Priority = _self!.Priority,
            ElectionTimeout = _config.ElectionTimeout,
            PriorPrimaryId = round.PriorPrimaryId,
        };
        _actions.Add(new MachineAction.Note($"elected primary in term {_term} with {round.Granted.Count} of {_config!.VoterCount} votes: {Describe(round.Reason)}"));
        StartCatchUp(round);
    }

    private void OnWritesEnabled(long term)
    {
        if (!_isLeader || term != _term)
        {
            return;
        }

        _isWritable = true;
        _election = _election! with { WritableAt = _now };
        foreach (var peer in _peers.Values)
        {
            // The followers learn at once that there is something to replicate.
            Probe(peer);
        }
    }

    private static string Describe(ElectionReason reason) => reason switch
    {
        ElectionReason.ElectionTimeout => "no primary was heard from within the election timeout",
        ElectionReason.PriorityTakeover => "the primary has a lower priority",
        ElectionReason.CatchupTakeover => "the primary takes long to catch up with what is here",
        ElectionReason.SingleNodePromptElection => "there is nobody else",
        ElectionReason.Initiation => "the set was initiated",
        _ => "asked to step up",
    };
}
