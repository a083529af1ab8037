using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>
/// Reads what a majority of the set has, each time from the newest such snapshot. When there is none at hand it reads
/// the newest data, and whoever uses it has to wait until those are committed.
/// </summary>
internal sealed class MajoritySource(DocumentStore store) : ISnapshotSource
{
    /// <summary>Whether something was read that need not be committed.</summary>
    public bool HasReadNewest { get; private set; }

    /// <summary>Up to where the log was when the snapshot was taken that was read last.</summary>
    public OpTime ReadUpTo { get; private set; } = OpTime.None;

    public CollectionCatalog Catalog => store.CommittedSnapshot?.Catalog ?? store.Catalog;

    /// <summary>Says that the newest data are read past this source.</summary>
    public void ReadNewest() => HasReadNewest = true;

    public T Read<T>(Func<StoreReader, T> read)
    {
        while (store.CommittedSnapshot is { } snapshot)
        {
            var (isThere, result) = store.Read(reader => snapshot.TryOpen(reader) ? (true, read(reader)) : (false, default!));
            if (isThere)
            {
                ReadUpTo = snapshot.OpTime;
                return result;
            }

            // A newer one has taken its place, or the write-ahead log began anew.
            if (store.CommittedSnapshot == snapshot)
            {
                break;
            }
        }

        HasReadNewest = true;
        return store.Read(read);
    }
}
