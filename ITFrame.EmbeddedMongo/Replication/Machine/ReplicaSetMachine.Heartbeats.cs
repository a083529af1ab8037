namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    private void SendDueHeartbeats()
    {
        foreach (var peer in _peers.Values)
        {
            if (peer.HeartbeatInFlight is null && _now >= peer.NextHeartbeat)
            {
                peer.HeartbeatInFlight = ++_heartbeatSequence;
                var request = new HeartbeatRequest(_config!.SetName, _config.Version, _self!.Host, SelfId, _term, _isLeader ? SelfId : _primaryId);
                var timeout = Earlier(_config.HeartbeatTimeout, _config.ElectionTimeout);
                _actions.Add(new MachineAction.SendHeartbeat(peer.Id, peer.Config.Host, peer.HeartbeatInFlight.Value, request, timeout));
            }
        }
    }

    private void OnHeartbeatRequested(MachineEvent.HeartbeatRequested requested)
    {
        var request = requested.Request;
        if (_config is not null && request.SetName == _config.SetName)
        {
            OnSignOfLife(request);
        }

        if (request.ConfigVersion > (_config?.Version ?? 0))
        {
            _actions.Add(new MachineAction.FetchConfig(request.FromHost));
        }

        _actions.Add(new MachineAction.AnswerHeartbeat(requested.Correlation, new HeartbeatReply(
            State,
            _term,
            _applied,
            _commitPoint,
            _config?.Version ?? 0,
            _isLeader ? SelfId : _primaryId,
            _peers.TryGetValue(_syncSourceId, out var source) ? source.Config.Host : "",
            request.ConfigVersion < (_config?.Version ?? 0) ? _config : null,
            _isLeader ? _electionTimestamp : 0)));
    }

    private void OnSignOfLife(HeartbeatRequest request)
    {
        AdvanceTerm(request.Term);
        if (!_peers.TryGetValue(request.FromId, out var peer))
        {
            return;
        }

        Heard(peer);
        peer.ConfigVersion = request.ConfigVersion;
        if (request.Term == _term && request.PrimaryId == peer.Id)
        {
            var isNews = _primaryId != peer.Id;
            OnPrimaryHeard(peer);
            if (isNews)
            {
                // What it holds is asked at once, so that replication from it starts at once.
                peer.NextHeartbeat = _now;
            }
        }
        else if (!peer.IsUp)
        {
            peer.NextHeartbeat = _now;
        }
    }

    private void OnHeartbeatAnswered(MachineEvent.HeartbeatAnswered answered)
    {
        if (!_peers.TryGetValue(answered.MemberId, out var peer) || peer.HeartbeatInFlight != answered.Sequence)
        {
            return;
        }

        var reply = answered.Reply;
        peer.HeartbeatInFlight = null;
        peer.NextHeartbeat = _now + _config!.HeartbeatInterval;
        peer.IsUp = true;
        peer.State = reply.State;
        peer.Term = reply.Term;
        peer.Applied = reply.Applied;
        peer.ConfigVersion = reply.ConfigVersion;
        peer.PrimaryId = reply.PrimaryId;
        peer.SyncSource = reply.SyncSource;
        peer.ElectionTimestamp = reply.ElectionTimestamp;
        peer.RoundTrip = answered.RoundTrip;
        peer.LastProblem = "";
        Heard(peer);
        if (reply.Config is not null && reply.Config.Version > _config.Version)
        {
            _actions.Add(new MachineAction.InstallConfig(reply.Config));
        }

        AdvanceTerm(reply.Term);
        if (reply.State == MemberState.Primary && reply.Term == _term)
        {
            OnPrimaryHeard(peer);
        }
        else if (_primaryId == peer.Id && reply.Term == _term)
        {
            _primaryId = -1;
            _takeoverDeadline = null;
        }

        OnPositionReported(peer.Id, reply.Term, reply.Applied);
        OnCommitPointHeard(reply.Committed);
        if (_catchUp is not null && answered.Sequence > _catchUp.AfterSequence)
        {
            OnCatchUpAnswer(peer);
        }
    }

    private void OnHeartbeatFailed(MachineEvent.HeartbeatFailed failed)
    {
        if (!_peers.TryGetValue(failed.MemberId, out var peer) || peer.HeartbeatInFlight != failed.Sequence)
        {
            return;
        }

        peer.HeartbeatInFlight = null;
        peer.NextHeartbeat = _now + (_config?.HeartbeatInterval ?? TimeSpan.Zero);
        peer.IsUp = false;
        peer.LastProblem = failed.Reason;
        if (_primaryId == peer.Id)
        {
            _primaryId = -1;
            _takeoverDeadline = null;
        }

        _catchUp?.Awaited.Remove(peer.Id);
    }

    private void OnPrimaryHeard(Peer peer)
    {
        if (_isLeader)
        {
            return;
        }

        _primaryId = peer.Id;
        _isFirstElectionPending = false;
        ResetElectionTimer();
        ConsiderTakeover(peer);
    }

    private void OnSyncSourceHeard(MachineEvent.SyncSourceHeard heard)
    {
        AdvanceTerm(heard.Term);
        OnCommitPointHeard(heard.Committed);
        if (!_peers.TryGetValue(heard.MemberId, out var peer) || _isLeader)
        {
            return;
        }

        Heard(peer);

        // A source that follows a living primary passes that primary's signs of life on.
        if (heard.Term == _term && heard.PrimaryId >= 0)
        {
            ResetElectionTimer();
        }
    }

    /// <summary>
    /// The primary if it can be had; else a member that is ahead; else one that still sees a primary, so that one
    /// broken link does not stop replication.
    /// </summary>
    private void ChooseSyncSource()
    {
        if (_config is null || _self is null || _self.IsArbiter)
        {
            _syncSourceId = -1;
            return;
        }

        if (_isLeader)
        {
            _syncSourceId = _catchUp?.SourceId ?? -1;
            return;
        }

        var usable = _peers.Values
            .Where(peer => peer is { IsUp: true, State: MemberState.Primary or MemberState.Secondary, Applied.IsNone: false } && _now >= peer.NotSourceBefore)
            .ToList();
        var best = usable.Find(peer => peer.Id == _primaryId)
            ?? usable.Where(peer => peer.Applied > _applied && (_data != DataState.InitialSync || peer.PrimaryId >= 0)).MaxBy(peer => peer.Applied)
            ?? usable.Find(peer => peer.PrimaryId >= 0 && peer.PrimaryId != SelfId && peer.Term == _term && peer.Applied >= _applied);

        // A chain must not become a ring: of two members that are level, only one follows the other.
        if (best is not null && best.Id != _primaryId && best.Applied == _applied && best.SyncSource == _self.Host)
        {
            best = null;
        }

        _syncSourceId = best?.Id ?? -1;
    }
}
