namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    /// <summary>How far behind the primary, in seconds of the log, a member may be that wants to replace it.</summary>
    private const long TakeoverLagSeconds = 2;

    private Takeover? _takeover;

    /// <summary>At each sign of life of the primary: should this member rather be it?</summary>
    private void ConsiderTakeover(Peer primary)
    {
        if (_self?.IsElectable != true || _data != DataState.Ready)
        {
            _takeover = null;
        }
        else if (primary.Config.Priority < _self.Priority)
        {
            ConsiderPriorityTakeover();
        }
        else if (IsStuckBehind(primary) && _config!.Settings.CatchUpTakeoverDelay is { } delay)
        {
            _takeover ??= new Takeover(ElectionReason.CatchupTakeover, _now + delay);
        }
        else
        {
            _takeover = null;
        }
    }

    private void ConsiderPriorityTakeover()
    {
        if (_takeover?.Reason == ElectionReason.PriorityTakeover)
        {
            return;
        }

        // The higher a member's priority, the earlier it tries.
        var rank = _config!.Members.Count(member => member.IsElectable && member.Priority > _self!.Priority);
        var jitter = _config.ElectionTimeout * (ElectionJitter * _random());
        _takeover = new Takeover(ElectionReason.PriorityTakeover, Later(_now + (_config.ElectionTimeout * (rank + 1)) + jitter, _notElectableBefore));
    }

    private void CheckTakeover()
    {
        if (_takeover is not { } takeover || _now < takeover.At)
        {
            return;
        }

        // If it is not the time yet, the next sign of life of the primary sets a new one.
        _takeover = null;
        if (_peers.TryGetValue(_primaryId, out var primary) && (takeover.Reason == ElectionReason.PriorityTakeover
            ? primary.Config.Priority < _self!.Priority && primary.Applied.Seconds - _applied.Seconds <= TakeoverLagSeconds
            : IsStuckBehind(primary)))
        {
            CallElection(takeover.Reason);
        }
    }

    // A primary that has written nothing in its term still catches up; this member has what it lacks.
    private bool IsStuckBehind(Peer primary)
    {
        if (primary is not { IsUp: true, State: MemberState.Primary } || primary.Term != _term || primary.Applied.Term == _term || primary.Applied >= _applied)
        {
            return false;
        }

        foreach (var peer in _peers.Values)
        {
            if (peer.IsUp && peer.Applied > _applied)
            {
                return false;
            }
        }

        return true;
    }
}
