namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    private long _heartbeatSequence;

    /// <summary>The primary's last sign of life, its own or passed on.</summary>
    private TimeSpan _primaryHeard = TimeSpan.MinValue;

    private void SendDueHeartbeats()
    {
        foreach (var peer in _peers.Values)
        {
            if (peer.HeartbeatInFlight is null && _now >= peer.NextHeartbeat)
            {
                peer.HeartbeatInFlight = ++_heartbeatSequence;
                var request = new HeartbeatRequest(_config!.SetName, _config.VersionAndTerm, _self!.Host, SelfId, _term, _isLeader ? SelfId : _primaryId);
                var timeout = Earlier(_config.HeartbeatTimeout, _config.ElectionTimeout);
                _actions.Add(new MachineAction.SendHeartbeat(peer.Id, peer.Config.Host, peer.HeartbeatInFlight.Value, request, timeout));
            }
        }
    }

    /// <summary>Asks a peer now, whatever is under way.</summary>
    private void Probe(Peer peer)
    {
        peer.HeartbeatInFlight = null;
        peer.NextHeartbeat = _now;
    }

    private void OnHeartbeatRequested(MachineEvent.HeartbeatRequested requested)
    {
        var request = requested.Request;
        var own = _config?.VersionAndTerm ?? ConfigVersionAndTerm.None;
        var isKnown = false;
        if (_config is not null && request.SetName == _config.SetName)
        {
            isKnown = OnSignOfLife(request);
        }

        if (request.Config > own && !isKnown)
        {
            _actions.Add(new MachineAction.FetchConfig(request.FromHost));
        }

        _actions.Add(new MachineAction.AnswerHeartbeat(requested.Correlation, new HeartbeatReply(
            State,
            _term,
            _applied,
            _commitPoint,
            own,
            _isLeader ? SelfId : _primaryId,
            _peers.TryGetValue(_syncSourceId, out var source) ? source.Config.Host : "",
            request.Config < own ? _config : null,
            _isLeader ? _electionTimestamp : 0)));
    }

    /// <summary>Whether the sender is asked back by heartbeats, which also bring its config if that is newer.</summary>
    private bool OnSignOfLife(HeartbeatRequest request)
    {
        AdvanceTerm(request.Term);
        if (_self is null || !_peers.TryGetValue(request.FromId, out var peer) || peer.Config.Host != request.FromHost)
        {
            return false;
        }

        Heard(peer);
        peer.LastHeartbeatReceived = _now;
        if (request.Term >= peer.Term)
        {
            peer.Term = request.Term;
            peer.VersionAndTerm = request.Config;
        }

        if (request.Config > _config!.VersionAndTerm)
        {
            Probe(peer);
        }

        if (request.Term == _term && request.PrimaryId == peer.Id)
        {
            var isNews = _primaryId != peer.Id;
            OnPrimaryHeard(peer);
            if ((isNews || _syncSourceId < 0) && !_isLeader)
            {
                // What it holds is asked at once, so that replication from it starts at once.
                Probe(peer);
            }
        }
        else if (!peer.IsUp)
        {
            peer.NextHeartbeat = _now;
        }

        return true;
    }

    private void OnHeartbeatAnswered(MachineEvent.HeartbeatAnswered answered)
    {
        if (!_peers.TryGetValue(answered.MemberId, out var peer) || peer.HeartbeatInFlight != answered.Sequence)
        {
            return;
        }

        var reply = answered.Reply;
        TakeIn(peer, reply, answered.RoundTrip);
        AdvanceTerm(reply.Term);
        if (reply.State == MemberState.Primary && reply.Term == _term)
        {
            OnPrimaryHeard(peer);
        }
        else if (_primaryId == peer.Id && reply.Term == _term)
        {
            ForgetPrimary();
        }

        OnPositionReported(peer.Id, reply.Term, reply.Applied);
        OnCommitPointHeard(reply.Committed);
        if (_catchUp is not null && answered.Sequence > _catchUp.AfterSequence)
        {
            OnCatchUpAnswer(peer);
        }

        if (reply.Config is not null)
        {
            OnConfigHeard(reply.Config);
        }
    }

    private void TakeIn(Peer peer, HeartbeatReply reply, TimeSpan roundTrip)
    {
        peer.HeartbeatInFlight = null;
        peer.NextHeartbeat = _now + _config!.HeartbeatInterval;
        peer.UpSince = peer.IsUp ? peer.UpSince : _now;
        peer.IsUp = true;
        peer.State = reply.State;
        peer.Term = reply.Term;
        peer.Applied = reply.Applied;
        peer.VersionAndTerm = reply.VersionAndTerm;
        peer.PrimaryId = reply.PrimaryId;
        peer.SyncSource = reply.SyncSource;
        peer.ElectionTimestamp = reply.ElectionTimestamp;
        peer.Measure(roundTrip);
        peer.LastHeartbeat = _now;
        peer.LastProblem = "";
        Heard(peer);
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
        peer.UpSince = null;
        peer.LastProblem = failed.Reason;
        if (_primaryId == peer.Id)
        {
            ForgetPrimary();
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
        _primaryHeard = _now;
        _isFirstElectionPending = false;
        PostponeElection();
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

        // A source that follows a living primary passes that primary's signs of life on, with their age: so they end when
        // the primary does, also where members follow each other in a ring.
        if (heard.Term == _term && heard.PrimaryId >= 0 && heard.PrimaryId != SelfId && _now - heard.PrimaryAge is var at && at > _primaryHeard)
        {
            _primaryHeard = at;
            PostponeElection();
        }
    }
}
