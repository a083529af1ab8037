namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    private void OnPositionReported(int memberId, long term, OpTime applied)
    {
        AdvanceTerm(term);
        if (!_peers.TryGetValue(memberId, out var peer))
        {
            return;
        }

        if (term > peer.AcknowledgedTerm || (term == peer.AcknowledgedTerm && applied > peer.Acknowledged))
        {
            peer.AcknowledgedTerm = term;
            peer.Acknowledged = applied;
        }
    }

    /// <summary>
    /// Commits, as the primary, what a majority holds. Two conditions make it final: the entry is of this term, so
    /// that holding it implies holding all before it; and its holders said so while they were in this term, so that
    /// none of them had yet voted for somebody who may lack it.
    /// </summary>
    private void AdvanceCommitPoint()
    {
        if (!_isWritable || _config is null)
        {
            return;
        }

        var positions = _peers.Values
            .Where(peer => peer.Config is { IsVoter: true, IsArbiter: false } && peer.AcknowledgedTerm == _term)
            .Select(peer => peer.Acknowledged)
            .ToList();
        if (_self!.IsVoter)
        {
            positions.Add(_applied);
        }

        if (positions.Count < _config.WriteMajority)
        {
            return;
        }

        positions.Sort();
        var held = OpTime.Min(positions[^_config.WriteMajority], _applied);
        if (held.Term == _term && held > _commitPoint)
        {
            SetCommitPoint(held);
        }
    }

    // Only where the terms agree is this member's log known to be the one that was committed.
    private void OnCommitPointHeard(OpTime committed)
    {
        var known = OpTime.Min(committed, _applied);
        if (!_isLeader && committed.Term == _applied.Term && known > _commitPoint)
        {
            SetCommitPoint(known);
        }
    }

    private void SetCommitPoint(OpTime opTime)
    {
        _commitPoint = opTime;
        _actions.Add(new MachineAction.CommitPointAdvanced(opTime));
    }
}
