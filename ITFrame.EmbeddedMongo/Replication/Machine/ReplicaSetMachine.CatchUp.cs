namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    private CatchUp? _catchUp;

    private void StartCatchUp(VoteRound round)
    {
        // Who was silent for an election timeout, as the primary that is being replaced, is not waited for.
        var since = _now - _config!.ElectionTimeout;
        var awaited = _config.Settings.CatchUpTimeout == TimeSpan.Zero
            ? []
            : _peers.Values.Where(peer => !peer.Config.IsArbiter && peer.WasHeardSince(since)).Select(peer => peer.Id).ToHashSet();
        var deadline = _config.Settings.CatchUpTimeout is { } timeout ? _now + timeout : TimeSpan.MaxValue;
        _catchUp = new CatchUp(_heartbeatSequence, deadline, awaited);
        foreach (var peer in _peers.Values)
        {
            // Voters count as heard, so that a new primary does not step down before its first heartbeats are back.
            if (round.Granted.Contains(peer.Id))
            {
                Heard(peer);
            }

            // An answer that is under way was given before the election; it is not waited for.
            Probe(peer);
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

        var isOver = _now >= _catchUp.Deadline || _catchUp.Abandoned is not null;
        if (isOver || (_catchUp.Awaited.Count == 0 && _applied >= _catchUp.Target))
        {
            if (_applied < _catchUp.Target)
            {
                _actions.Add(new MachineAction.Note($"stops catching up at {_applied}, before {_catchUp.Target}: {_catchUp.Abandoned ?? "out of time"}"));
            }

            _election = _election! with { CatchUpTarget = _catchUp.SourceId >= 0 ? _catchUp.Target : OpTime.None };
            _catchUp = null;
            StampConfigWithTerm();
            _actions.Add(new MachineAction.EnableWrites(_term));
        }
    }
}
