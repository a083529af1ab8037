namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    /// <summary>Whether no earlier config can elect anybody any more.</summary>
    private bool _isConfigSafe;

    private void OnAppliedChanged(OpTime applied)
    {
        if (applied > _applied)
        {
            _stallDeadline = null;
        }

        _applied = applied;
    }

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
        if (!_isWritable || _config is null || _applied <= _commitPoint || !IsCommitSafe())
        {
            return;
        }

        var held = OpTime.Min(HeldByMajority(), _applied);
        if (held.Term == _term && held > _commitPoint)
        {
            SetCommitPoint(held);
            if (_election is { MajorityAt: null })
            {
                _election = _election with { MajorityAt = _now };
            }
        }
    }

    // Majorities of successive configs overlap, but where arbiters vote, fewer members commit a write than elect a
    // primary: then nothing is committed by a config that could still be passed over by the one before it.
    private bool IsCommitSafe()
    {
        _isConfigSafe |= _config!.VoterCount == _config.DataVoterCount || IsConfigCommitted();
        return _isConfigSafe;
    }

    /// <summary>What, by the config that holds now, a majority of the voters with data said in this term to hold.</summary>
    private OpTime HeldByMajority()
    {
        Span<OpTime> positions = stackalloc OpTime[_peers.Count + 1];
        var count = 0;
        foreach (var peer in _peers.Values)
        {
            if (peer.Config.IsDataVoter && peer.AcknowledgedTerm == _term)
            {
                positions[count++] = peer.Acknowledged;
            }
        }

        if (_self!.IsVoter)
        {
            positions[count++] = _applied;
        }

        var majority = _config!.WriteMajority;
        if (majority == 0 || count < majority)
        {
            return OpTime.None;
        }

        positions = positions[..count];
        positions.Sort();
        return positions[count - majority];
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
