using ITFrame.EmbeddedMongo.Storage;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>Reads the snapshot on which a transaction began, with the transaction's own changes over it.</summary>
internal sealed class TransactionReader : StoreReader
{
    private readonly Dictionary<Guid, CollectionOverlay> _overlays = [];
    private readonly HashSet<Guid> _ownCollections = [];

    public TransactionReader(SqliteConnection connection)
        : base(connection)
    {
        BeginSnapshot();
        Catalog = ReadCatalog();
    }

    public CollectionCatalog Catalog { get; private set; }

    public CollectionDefinition Create(CollectionDefinition collection)
    {
        _ownCollections.Add(collection.Uuid);
        Catalog = Catalog.With(collection);
        return collection;
    }

    public bool IsOwn(CollectionDefinition collection) => _ownCollections.Contains(collection.Uuid);

    public void Put(CollectionDefinition collection, BsonDocument document, byte[] bytes, long? record)
    {
        var id = Id(document["_id"]);
        var overlay = Overlay(collection);
        if (record is { } existing)
        {
            overlay.Replace(id, existing, bytes);
        }
        else
        {
            overlay.Insert(id, bytes);
        }

        TrackMultikey(collection, document);
    }

    public void Delete(CollectionDefinition collection, StoredDocument document) =>
        Overlay(collection).Replace(Id(document.Document["_id"]), document.Record, null);

    public override StoredDocument? FindById(CollectionDefinition collection, byte[] id) =>
        _overlays.TryGetValue(collection.Uuid, out var overlay) && overlay.TryFind(Convert.ToHexString(id), out var document) ? document
        : IsOwn(collection) ? null
        : base.FindById(collection, id);

    public override StoredDocument? FindByRecord(CollectionDefinition collection, long record) =>
        _overlays.TryGetValue(collection.Uuid, out var overlay) && overlay.Covers(record) ? overlay.At(record)
        : IsOwn(collection) ? null
        : base.FindByRecord(collection, record);

    public override Chunk<StoredDocument> Scan(CollectionDefinition collection, long? after, bool backwards, int limit)
    {
        var overlay = _overlays.GetValueOrDefault(collection.Uuid);
        if (overlay is null && !IsOwn(collection))
        {
            return base.Scan(collection, after, backwards, limit);
        }

        var own = overlay?.Documents ?? [];
        return Merge(
            position => IsOwn(collection) ? new Chunk<StoredDocument>([], IsLast: true) : base.Scan(collection, position?.Record, backwards, limit),
            own,
            after is { } record ? new StoredDocument(record, []) : null,
            stored => overlay?.Covers(stored.Record) == true,
            Comparer<StoredDocument>.Create((left, right) => backwards ? right.Record.CompareTo(left.Record) : left.Record.CompareTo(right.Record)));
    }

    public override Chunk<IndexEntry> ScanIndex(CollectionDefinition collection, IndexDefinition index, KeyRange range, IndexEntry? after, bool backwards, int limit)
    {
        var overlay = _overlays.GetValueOrDefault(collection.Uuid);
        if (overlay is null && !IsOwn(collection))
        {
            return base.ScanIndex(collection, index, range, after, backwards, limit);
        }

        var own = (overlay?.Documents ?? [])
            .SelectMany(stored => KeysIn(index, stored).Where(range.Contains).Select(key => new IndexEntry(key, stored)));
        return Merge(
            position => IsOwn(collection) ? new Chunk<IndexEntry>([], IsLast: true) : base.ScanIndex(collection, index, range, position, backwards, limit),
            own,
            after,
            entry => overlay?.Covers(entry.Document.Record) == true,
            Comparer<IndexEntry>.Create((left, right) => backwards ? Compare(right, left) : Compare(left, right)));
    }

    public override long Count(CollectionDefinition collection)
    {
        var count = IsOwn(collection) ? 0 : base.Count(collection);
        return _overlays.TryGetValue(collection.Uuid, out var overlay)
            ? count - (IsOwn(collection) ? 0 : overlay.Records.Count(record => base.FindByRecord(collection, record) is not null)) + overlay.Documents.Count()
            : count;
    }

    protected override bool IsTaken(CollectionDefinition collection, IndexDefinition index, byte[] key, long? ownRecord) =>
        ScanIndex(collection, index, new KeyRange(key, [.. key, 0]), null, backwards: false, limit: 2).Items.Exists(entry => entry.Document.Record != ownRecord);

    private static string Id(BsonValue id) => Convert.ToHexString(KeyEncoder.Encode(id));

    private static int Compare(IndexEntry left, IndexEntry right)
    {
        var byKey = left.Key.AsSpan().SequenceCompareTo(right.Key);
        return byKey != 0 ? byKey : left.Document.Record.CompareTo(right.Document.Record);
    }

    /// <summary>One chunk of the snapshot, without what the transaction has changed, and its own changes up to where the chunk ends.</summary>
    private static Chunk<T> Merge<T>(Func<T?, Chunk<T>> read, IEnumerable<T> own, T? after, Func<T, bool> isCovered, IComparer<T> order)
        where T : class
    {
        var mine = own.ToList();
        var position = after;
        while (true)
        {
            var start = position;
            var chunk = read(start);
            var end = chunk.IsLast ? null : chunk.Items[^1];
            var items = chunk.Items
                .Where(item => !isCovered(item))
                .Concat(mine.Where(item => (start is null || order.Compare(item, start) > 0) && (end is null || order.Compare(item, end) <= 0)))
                .Order(order)
                .ToList();
            if (items.Count > 0 || chunk.IsLast)
            {
                return new Chunk<T>(items, chunk.IsLast);
            }

            position = end;
        }
    }

    private static List<byte[]> KeysIn(IndexDefinition index, StoredDocument stored) =>
        index.IsId ? [KeyEncoder.Encode(stored.Document["_id"])] : KeysOf(index, stored.Document, out _);

    private CollectionOverlay Overlay(CollectionDefinition collection)
    {
        if (!_overlays.TryGetValue(collection.Uuid, out var overlay))
        {
            overlay = new CollectionOverlay();
            _overlays.Add(collection.Uuid, overlay);
        }

        return overlay;
    }

    private void TrackMultikey(CollectionDefinition collection, BsonDocument document)
    {
        foreach (var index in collection.SecondaryIndexes)
        {
            KeysOf(index, document, out var isMultikey);
            var current = Catalog.Find(collection.Namespace)!;
            if (isMultikey && !index.IsMultikey)
            {
                Catalog = Catalog.With(current.WithMultikey(index));
            }
        }
    }
}
