namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>Where reads come from: the store, or the transaction that is under way.</summary>
internal interface ISnapshotSource
{
    /// <summary>Runs a read on one snapshot of the data.</summary>
    T Read<T>(Func<StoreReader, T> read);
}
