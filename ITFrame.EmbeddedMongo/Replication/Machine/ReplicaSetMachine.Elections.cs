namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    /// <summary>How far behind the primary, in seconds of the log, a member may be that wants to replace it.</summary>
    private const long TakeoverLagSeconds = 2;

    private void ResetElectionTimer()
    {
        var timeout = _config?.ElectionTimeout ?? TimeSpan.Zero;
        _electionDeadline = _now + timeout + (timeout * (ElectionJitter * _random()));
    }

    private void CheckElectionTimers()
    {
        if (_isFirstElectionPending && _round is null && WhyNotElectable() is null && FollowersReady())
        {
            _isFirstElectionPending = false;
            CallElection("the set was initiated", skipDryRun: false);
        }

        if (_now >= _electionDeadline)
        {
            ResetElectionTimer();
            CallElection("no primary was heard from within the election timeout", skipDryRun: false);
        }

        if (_takeoverDeadline is { } takeover && _now >= takeover)
        {
            _takeoverDeadline = null;
            if (_peers.TryGetValue(_primaryId, out var primary) && primary.Config.Priority < _self!.Priority
                && primary.Applied.Seconds - _applied.Seconds <= TakeoverLagSeconds)
            {
                CallElection($"the primary {primary.Config.Host} has a lower priority", skipDryRun: false);
            }
        }
    }

    private bool FollowersReady() =>
        _peers.Values.Count(peer => peer.Config.IsVoter && peer.ConfigVersion == _config!.Version) + 1 >= _config!.VoteMajority;

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
            : _now < _notElectableBefore ? "stepped down a short time ago"
            : !SeesMajority() ? "no majority of the set is in sight"
            : null;
    }

    private void CallElection(string reason, bool skipDryRun)
    {
        if (_round is not null || WhyNotElectable() is not null)
        {
            return;
        }

        _actions.Add(new MachineAction.Note($"calling an election after term {_term}: {reason}"));
        if (skipDryRun)
        {
            StartRealElection(reason);
        }
        else
        {
            StartRound(isDryRun: true, reason);
        }
    }

    private void StartRealElection(string reason)
    {
        _term++;
        _primaryId = -1;
        _takeoverDeadline = null;
        _lastVote = new LastVote(_term, SelfId);
        _actions.Add(new MachineAction.PersistVote(_lastVote));
        StartRound(isDryRun: false, reason);
    }

    private void StartRound(bool isDryRun, string reason)
    {
        _round = new VoteRound(++_roundNumber, isDryRun, reason, _now + _config!.ElectionTimeout, SelfId);
        var request = new VoteRequest(_config.SetName, isDryRun, _term, SelfId, _config.Version, _applied);
        foreach (var peer in _peers.Values.Where(peer => peer.Config.IsVoter))
        {
            _actions.Add(new MachineAction.SendVoteRequest(peer.Id, peer.Config.Host, _round.Number, request, _config.ElectionTimeout));
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
        if (_config!.VoterCount - _round.Refused.Count < _config.VoteMajority)
        {
            var reasons = string.Join("; ", _round.Refused.Select(refusal => $"{_config.FindById(refusal.Key)?.Host}: {refusal.Value}"));
            _actions.Add(new MachineAction.Note($"{(_round.IsDryRun ? "dry run" : "election")} in term {_term} lost: {reasons}"));
            EndLostRound(_round);
        }
    }

    // A lost election has raised the term and so deposed the primary, if there was one. The loser, who lacked a few
    // entries, can have them in a moment: it tries again soon, and its dry run keeps it from doing harm.
    private void EndLostRound(VoteRound round)
    {
        _round = null;
        if (!round.IsDryRun)
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
            StartRealElection(round.Reason);
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
        _primaryId = SelfId;
        _electionTimestamp = Math.Max(_applied.Timestamp + 1, 1);
        _isFirstElectionPending = false;
        _actions.Add(new MachineAction.Note($"elected primary in term {_term} with {round.Granted.Count} of {_config!.VoterCount} votes: {round.Reason}"));

        var since = _now - _config.ElectionTimeout;
        var awaited = _peers.Values.Where(peer => !peer.Config.IsArbiter && peer.WasHeardSince(since)).Select(peer => peer.Id).ToHashSet();
        _catchUp = new CatchUp(_heartbeatSequence, _now + (_config.CatchUpTimeout ?? _config.ElectionTimeout), awaited);
        foreach (var peer in _peers.Values)
        {
            // Voters count as heard, so that a new primary does not step down before its first heartbeats are back.
            if (round.Granted.Contains(peer.Id))
            {
                Heard(peer);
            }

            // An answer that is under way was given before the election; it is not waited for.
            peer.HeartbeatInFlight = null;
            peer.NextHeartbeat = _now;
        }

        SendDueHeartbeats();
    }

    private void OnCatchUpAnswer(Peer peer)
    {
        _catchUp!.Awaited.Remove(peer.Id);
        if (peer.Applied > _catchUp.Target)
        {
            _catchUp.Target = peer.Applied;
            _catchUp.SourceId = peer.Applied > _applied ? peer.Id : -1;
        }
    }

    private void ContinueCatchUp()
    {
        if (_catchUp is null)
        {
            return;
        }

        var isLate = _now >= _catchUp.Deadline;
        if (isLate || (_catchUp.Awaited.Count == 0 && _applied >= _catchUp.Target))
        {
            if (_applied < _catchUp.Target)
            {
                _actions.Add(new MachineAction.Note($"stops catching up at {_applied}, before {_catchUp.Target}"));
            }

            _catchUp = null;
            _actions.Add(new MachineAction.EnableWrites(_term));
        }
    }

    private void OnVoteRequested(MachineEvent.VoteRequested requested)
    {
        var request = requested.Request;
        if (!request.IsDryRun && _config?.SetName == request.SetName)
        {
            AdvanceTerm(request.Term);
        }

        var refusal = WhyNotVote(request);
        if (refusal is null && !request.IsDryRun)
        {
            _lastVote = new LastVote(request.Term, request.CandidateId);
            ResetElectionTimer();
            _actions.Add(new MachineAction.PersistVote(_lastVote));
            _actions.Add(new MachineAction.Note($"voted for {_config!.FindById(request.CandidateId)?.Host} in term {request.Term}"));
        }

        _actions.Add(new MachineAction.AnswerVote(requested.Correlation, new VoteReply(_term, refusal is null, refusal ?? "")));
    }

    private string? WhyNotVote(VoteRequest request)
    {
        if (_config is null || _self is null || !_self.IsVoter)
        {
            return "not a voting member of an initiated set";
        }

        if (request.SetName != _config.SetName)
        {
            return $"this set is called {_config.SetName}";
        }

        var floor = OpTime.Max(_applied, _voteFloor);
        return request.Term < _term ? $"the term {request.Term} is over, it is {_term} now"
            : request.ConfigVersion < _config.Version ? "the candidate's config is older"
            : _config.FindById(request.CandidateId) is not { IsElectable: true } ? "the candidate is not electable here"
            : request.LastApplied < floor ? $"the candidate's data ends at {request.LastApplied}, before {floor}"
            : !request.IsDryRun && _lastVote.Term >= request.Term && _lastVote != new LastVote(request.Term, request.CandidateId) ? $"already voted in term {_lastVote.Term}"
            : WhyArbiterObjects(request.CandidateId);
    }

    // Only the arbiter looks at this: of two that can reach it but not each other, it keeps the one that works.
    private string? WhyArbiterObjects(int candidateId)
    {
        if (!_self!.IsArbiter)
        {
            return null;
        }

        // By what heartbeats said, because the candidate's term has just made the primary unknown.
        var priority = _config!.FindById(candidateId)!.Priority;
        var since = _now - _config.ElectionTimeout;
        var primary = _peers.Values.FirstOrDefault(peer => peer.IsUp && peer.State == MemberState.Primary && peer.Id != candidateId && peer.WasHeardSince(since));
        return primary is not null && primary.Config.Priority >= priority ? $"the primary {primary.Config.Host} is well" : null;
    }

    private void ConsiderTakeover(Peer primary)
    {
        if (_self?.IsElectable != true || _data != DataState.Ready || primary.Config.Priority >= _self.Priority)
        {
            _takeoverDeadline = null;
            return;
        }

        if (_takeoverDeadline is null)
        {
            // The higher a member's priority, the earlier it tries.
            var rank = _config!.Members.Count(member => member.IsElectable && member.Priority > _self.Priority);
            var delay = _config.ElectionTimeout * (rank + 1);
            _takeoverDeadline = Later(_now + delay + (delay * (ElectionJitter * _random())), _notElectableBefore);
        }
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
