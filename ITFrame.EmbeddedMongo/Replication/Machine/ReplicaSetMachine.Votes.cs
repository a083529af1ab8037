namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    private VoteRecord? _voteRecord;

    private void OnVoteRequested(MachineEvent.VoteRequested requested)
    {
        var request = requested.Request;
        if (!request.IsDryRun && _config?.SetName == request.SetName)
        {
            AdvanceTerm(request.Term);
        }

        var refusal = WhyNotVote(request);
        if (!request.IsDryRun)
        {
            _voteRecord = new VoteRecord(request, refusal is null, refusal ?? "", _now, _applied, _self?.Priority ?? 0);
            if (refusal is null)
            {
                GiveVote(request);
            }
        }

        _actions.Add(new MachineAction.AnswerVote(requested.Correlation, new VoteReply(_term, refusal is null, refusal ?? "")));
    }

    private void GiveVote(VoteRequest request)
    {
        _lastVote = new LastVote(request.Term, request.CandidateId);
        ResetElectionTimer();
        _actions.Add(new MachineAction.PersistVote(_lastVote));
        _actions.Add(new MachineAction.Note($"voted for {_config!.FindById(request.CandidateId)?.Host} in term {request.Term}"));
    }

    private string? WhyNotVote(VoteRequest request)
    {
        if (_config is null || _self is null || !_self.IsVoter)
        {
            return "not a voting member of an initiated set";
        }

        if (request.SetName != _config.SetName)
        {
            return $"candidate's set name ({request.SetName}) differs from mine ({_config.SetName})";
        }

        var floor = OpTime.Max(_applied, _voteFloor);
        return request.Term < _term ? $"candidate's term ({request.Term}) is lower than mine ({_term})"
            : request.Config < _config.VersionAndTerm ? $"candidate's config with {request.Config} is older than mine with {_config.VersionAndTerm}"
            : _config.FindById(request.CandidateId) is not { IsElectable: true } ? "the candidate is not electable here"
            : request.LastApplied < floor ? $"candidate's data is staler than mine: it ends at {request.LastApplied}, mine at {floor}"
            : !request.IsDryRun && _lastVote.Term >= request.Term && _lastVote != new LastVote(request.Term, request.CandidateId) ? $"already voted for another candidate in term {_lastVote.Term}"
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
        return primary is not null && primary.Config.Priority >= priority
            ? $"can see a healthy primary ({primary.Config.Host}) of equal or greater priority"
            : null;
    }
}
