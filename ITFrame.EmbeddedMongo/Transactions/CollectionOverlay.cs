using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>What a transaction has changed in one collection, by record: the new document, or null when it is deleted.</summary>
internal sealed class CollectionOverlay
{
    // Far beyond what the store hands out: the transaction's own documents come after all others, as they will.
    private const long FirstOwnRecord = long.MaxValue / 2;

    private readonly SortedDictionary<long, StoredDocument?> _changes = [];
    private readonly Dictionary<string, long> _recordsById = [];
    private long _nextRecord = FirstOwnRecord;

    public IEnumerable<StoredDocument> Documents => _changes.Values.OfType<StoredDocument>();

    public IEnumerable<long> Records => _changes.Keys;

    public bool Covers(long record) => _changes.ContainsKey(record);

    /// <summary>Whether the document was changed here; if so, what it is now.</summary>
    public bool TryFind(string id, out StoredDocument? document)
    {
        document = null;
        return _recordsById.TryGetValue(id, out var record) && _changes.TryGetValue(record, out document);
    }

    public StoredDocument? At(long record) => _changes.GetValueOrDefault(record);

    public void Insert(string id, byte[] document)
    {
        _recordsById[id] = _nextRecord;
        _changes[_nextRecord] = new StoredDocument(_nextRecord, document);
        _nextRecord++;
    }

    public void Replace(string id, long record, byte[]? document)
    {
        _recordsById[id] = record;
        _changes[record] = document is null ? null : new StoredDocument(record, document);
    }
}
