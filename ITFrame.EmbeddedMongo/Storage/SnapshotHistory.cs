using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>
/// Snapshots of the newest commits, from which reads with read concern majority take the newest that a majority of the
/// set has. So they neither wait for what they may not see, nor stop while there is no majority.
/// </summary>
internal sealed class SnapshotHistory(Func<StoreReader> rent, Action<StoreReader> giveBack)
{
    private const int MaxPending = 32;

    private readonly Lock _lock = new();
    private readonly List<StoreSnapshot> _pending = [];
    private StoreSnapshot? _committed;
    private OpTime _commitPoint = OpTime.None;

    /// <summary>Null until a commit of this process is known to be the majority's.</summary>
    public StoreSnapshot? Committed
    {
        get
        {
            lock (_lock)
            {
                return _committed;
            }
        }
    }

    /// <summary>Called by the writer after each commit that moved the log.</summary>
    public void Add(OpTime opTime, CollectionCatalog catalog)
    {
        lock (_lock)
        {
            // What comes after a rollback replaces what was undone.
            ReleaseWhere(snapshot => snapshot.OpTime >= opTime);
            if (_pending.Count == MaxPending)
            {
                Remove(_pending[^1]);
            }

            if (StoreSnapshot.Take(opTime, catalog, rent()) is { } taken)
            {
                _pending.Add(taken);
            }

            Choose();
        }
    }

    public void Advance(OpTime commitPoint)
    {
        lock (_lock)
        {
            _commitPoint = commitPoint;
            Choose();
        }
    }

    public void ReleaseAll()
    {
        lock (_lock)
        {
            ReleaseWhere(_ => true);
            if (_committed is { } committed)
            {
                _committed = null;
                giveBack(committed.Release());
            }
        }
    }

    private void Choose()
    {
        var index = _pending.FindLastIndex(snapshot => snapshot.OpTime <= _commitPoint);
        if (index < 0)
        {
            return;
        }

        var chosen = _pending[index];
        _pending.RemoveAt(index);
        ReleaseWhere(snapshot => snapshot.OpTime < chosen.OpTime);
        var before = _committed;
        _committed = chosen;
        if (before is not null)
        {
            giveBack(before.Release());
        }
    }

    private void ReleaseWhere(Predicate<StoreSnapshot> condition)
    {
        foreach (var snapshot in _pending.FindAll(condition))
        {
            Remove(snapshot);
        }
    }

    private void Remove(StoreSnapshot snapshot)
    {
        _pending.Remove(snapshot);
        giveBack(snapshot.Release());
    }
}
