using ITFrame.EmbeddedMongo.Replication;
using SQLitePCL;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>
/// The data as one commit left them. While it is pinned, other connections can read it too
/// (https://sqlite.org/c3ref/snapshot.html).
/// </summary>
internal sealed class StoreSnapshot : IDisposable
{
    private readonly StoreReader _pin;
    private readonly sqlite3_snapshot _handle;

    private StoreSnapshot(OpTime opTime, CollectionCatalog catalog, StoreReader pin, sqlite3_snapshot handle)
    {
        OpTime = opTime;
        Catalog = catalog;
        _pin = pin;
        _handle = handle;
    }

    public OpTime OpTime { get; }

    public CollectionCatalog Catalog { get; }

    /// <summary>Pins what the last commit left; called by the writer, so that no other commit comes between. Null when SQLite cannot.</summary>
    public static StoreSnapshot? Take(OpTime opTime, CollectionCatalog catalog, StoreReader pin)
    {
        pin.BeginSnapshot();
        pin.Touch();
        if (raw.sqlite3_snapshot_get(pin.Handle, "main", out var handle) == raw.SQLITE_OK)
        {
            return new StoreSnapshot(opTime, catalog, pin, handle);
        }

        pin.EndSnapshot();
        return null;
    }

    /// <summary>Lets the reader, within the transaction that it has just begun, see this snapshot; false when it is gone.</summary>
    public bool TryOpen(StoreReader reader)
    {
        try
        {
            return raw.sqlite3_snapshot_open(reader.Handle, "main", _handle) == raw.SQLITE_OK;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Gives the pinned reader back to whoever took the snapshot.</summary>
    public StoreReader Release()
    {
        _handle.Dispose();
        _pin.EndSnapshot();
        return _pin;
    }

    public void Dispose() => Release().Dispose();
}
