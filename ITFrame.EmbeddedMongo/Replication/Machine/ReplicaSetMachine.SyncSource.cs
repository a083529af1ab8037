namespace ITFrame.EmbeddedMongo.Replication.Machine;

internal sealed partial class ReplicaSetMachine
{
    /// <summary>MongoDB's maxSyncSourceLagSecs: who is further behind the primary is no source.</summary>
    private const long MaxSourceLagSeconds = 30;

    /// <summary>A sync source that nothing comes from, while somebody is ahead, is given up after so many election timeouts.</summary>
    private const int StallTimeouts = 2;

    /// <summary>The part of the election timeout for which a sync source may be silent.</summary>
    private const double SilencePart = 0.6;

    /// <summary>MongoDB's changeSyncSourceThresholdMillis: members as close as this are in one place.</summary>
    private static readonly TimeSpan CloserBy = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan FailedSourcePause = TimeSpan.FromSeconds(1);

    private int _syncSourceId = -1;
    private int _wishedSourceId = -1;
    private TimeSpan? _stallDeadline;

    private void OnSyncSourceFailed(int memberId)
    {
        if (_peers.TryGetValue(memberId, out var peer))
        {
            peer.NotSourceBefore = _now + FailedSourcePause;
            _wishedSourceId = _wishedSourceId == memberId ? -1 : _wishedSourceId;
        }
    }

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

        if (_peers.TryGetValue(_syncSourceId, out var current))
        {
            WatchForStall(current);
            if (MayKeep(current))
            {
                return;
            }
        }

        _stallDeadline = null;
        _syncSourceId = (_peers.TryGetValue(_wishedSourceId, out var wished) && IsUsable(wished) ? wished : FindSource())?.Id ?? -1;
    }

    // Who was silent for so long may be cut off: before the election timer runs out, somebody else is followed who still
    // hears the primary, so that one broken link does not cost an election.
    private bool IsUsable(Peer peer) => peer.IsReadable && !peer.Applied.IsNone && _now >= peer.NotSourceBefore
        && peer.LastHeard + SourceSilence > _now;

    private TimeSpan SourceSilence => Later(_config!.ElectionTimeout * SilencePart, _config.HeartbeatInterval * 2);

    private TimeSpan NextSourceDeadline() => _peers.TryGetValue(_syncSourceId, out var source) && source.LastHeard is { } heard
        ? Earlier(heard + SourceSilence, _stallDeadline ?? TimeSpan.MaxValue)
        : TimeSpan.MaxValue;

    // A change costs a moment in which nothing is replicated; so who works is kept.
    private bool MayKeep(Peer source)
    {
        if (!IsUsable(source) || (_wishedSourceId >= 0 && source.Id != _wishedSourceId))
        {
            return false;
        }

        if (source.Id == _primaryId || _data == DataState.Rollback || source.Id == _wishedSourceId)
        {
            return true;
        }

        // It was the primary, or follows nobody: nothing more will come from it.
        var isAhead = source.Applied > _applied;
        var isDeadEnd = !isAhead && (source.SyncSource.Length == 0 || source.SyncSource == _self!.Host);
        return !isDeadEnd && _config!.Settings.ChainingAllowed && !IsTooFarBehind(source);
    }

    // Members can end up in a ring in which each follows the next; to see that nothing comes is enough to leave it.
    private void WatchForStall(Peer source)
    {
        if (source.Id == _primaryId || _data != DataState.Ready || !IsSomebodyAhead(source.Id))
        {
            _stallDeadline = null;
            return;
        }

        _stallDeadline ??= _now + (_config!.ElectionTimeout * StallTimeouts);
        if (_now >= _stallDeadline)
        {
            _actions.Add(new MachineAction.Note($"nothing comes from {source.Config.Host}, another sync source is chosen"));
            source.NotSourceBefore = _now + FailedSourcePause;
        }
    }

    private bool IsSomebodyAhead(int exceptId)
    {
        foreach (var peer in _peers.Values)
        {
            if (peer.Id != exceptId && IsUsable(peer) && peer.Applied > _applied)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The closest that is good enough, and of those in one place the primary; then, if there is none, any that is ahead.</summary>
    private Peer? FindSource()
    {
        if (!_config!.Settings.ChainingAllowed)
        {
            return _peers.TryGetValue(_primaryId, out var primary) && IsCandidate(primary, isStrict: false) ? primary : null;
        }

        return Closest(isStrict: true) ?? Closest(isStrict: false);
    }

    private Peer? Closest(bool isStrict)
    {
        Peer? best = null;
        foreach (var peer in _peers.Values)
        {
            if (!IsCandidate(peer, isStrict))
            {
                continue;
            }

            if (best is null)
            {
                best = peer;
                continue;
            }

            var difference = Ping(peer) - Ping(best);
            best = difference.Duration() <= CloserBy && (peer.Id == _primaryId || best.Id == _primaryId)
                ? peer.Id == _primaryId ? peer : best
                : difference < TimeSpan.Zero ? peer : best;
        }

        return best;

        static TimeSpan Ping(Peer peer) => peer.Ping ?? TimeSpan.MaxValue / 2;
    }

    private bool IsCandidate(Peer peer, bool isStrict)
    {
        if (!IsUsable(peer) || (isStrict && ((_self!.IsVoter && !peer.Config.IsVoter) || peer.Config.IsHidden || IsTooFarBehind(peer))))
        {
            return false;
        }

        if (_data == DataState.InitialSync)
        {
            return peer.Id == _primaryId || peer.PrimaryId >= 0;
        }

        // The primary will be ahead as soon as it has written anything. Another that is level will do while it follows
        // somebody else, but of two that are level only one may follow the other.
        return peer.Applied > _applied
            || (peer.Applied == _applied && (peer.Id == _primaryId
                || (peer.Term == _term && peer.PrimaryId >= 0 && peer.PrimaryId != SelfId && peer.SyncSource.Length > 0 && peer.SyncSource != _self!.Host && !IsPrimaryUsable())));
    }

    private bool IsPrimaryUsable() => _peers.TryGetValue(_primaryId, out var primary) && IsUsable(primary);

    private bool IsTooFarBehind(Peer peer) =>
        _peers.TryGetValue(_primaryId, out var primary) && primary.IsUp && peer.Applied.Seconds + MaxSourceLagSeconds < primary.Applied.Seconds;
}
