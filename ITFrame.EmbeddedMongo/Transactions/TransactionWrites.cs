using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>
/// The changes of an open transaction: kept here, seen by the transaction alone, and made when it commits. The first
/// transaction that changes a document has it; whoever else wants to change it, or finds that it has changed since the
/// snapshot, fails with WriteConflict.
/// </summary>
internal sealed class TransactionWrites(ServerTransaction transaction, TransactionReader reader, DocumentStore store, DocumentLocks locks) : IWriteTarget
{
    private readonly List<TransactionOperation> _operations = [];
    private readonly Dictionary<DocumentKey, byte[]?> _before = [];

    public CollectionCatalog Catalog => reader.Catalog;

    public IReadOnlyList<TransactionOperation> Operations => _operations;

    /// <summary>Each changed document as it was in the snapshot, or null when it was not there.</summary>
    public IReadOnlyDictionary<DocumentKey, byte[]?> Before => _before;

    public T Read<T>(Func<StoreReader, T> read) => read(reader);

    // A statement of a transaction is never retried by itself.
    public BsonDocument? FindOutcome(SessionStatement statement) => null;

    public void RecordNoop(SessionStatement statement, BsonDocument outcome)
    {
        // Nothing was changed, and nothing has to be remembered.
    }

    public CollectionDefinition Create(Namespace ns, BsonDocument options)
    {
        CatalogWriter.DemandCreatable(ns);
        var collection = reader.Create(new CollectionDefinition
        {
            Number = 0,
            Namespace = ns,
            Uuid = Guid.NewGuid(),
            Options = options,
            Indexes = [IndexDefinition.FromSpecification(0, CatalogChanges.IdIndex(), isMultikey: false)],
        });
        _operations.Add(new TransactionOperation(OplogEntry.Create(collection), null));
        return collection;
    }

    /// <summary>Adds an index to a collection that this transaction has created.</summary>
    public void CreateIndex(CollectionDefinition collection, BsonDocument specification)
    {
        if (!reader.IsOwn(collection))
        {
            throw new CommandException(ErrorCode.OperationNotSupportedInTransaction, $"Cannot create new indexes on existing collection {collection.Namespace} in a multi-document transaction.");
        }

        // A collection of the transaction has no index tables, so its scans need distinct numbers only.
        var index = IndexDefinition.FromSpecification(-collection.Indexes.Length, specification, isMultikey: false);
        reader.Create(collection with { Indexes = collection.Indexes.Add(index) });
        _operations.Add(new TransactionOperation(OplogEntry.CreateIndex(collection, specification), null));
    }

    public IndexDefinition? FindConflict(CollectionDefinition collection, BsonDocument document, long? ownRecord) =>
        reader.FindConflict(collection, document, ownRecord);

    public void Insert(CollectionDefinition collection, BsonDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        var key = Lock(collection, document["_id"]);
        reader.Put(collection, document, BsonCodec.EncodeStored(document), record: null);
        _operations.Add(new TransactionOperation(OplogEntry.Insert(collection, document), key));
    }

    public void Replace(CollectionDefinition collection, StoredDocument before, BsonDocument after, bool isReplacement, SessionStatement? statement, BsonDocument outcome)
    {
        var key = Lock(collection, after["_id"]);
        reader.Put(collection, after, BsonCodec.EncodeStored(after), before.Record);
        _operations.Add(new TransactionOperation(OplogEntry.Update(collection, after, isReplacement), key));
    }

    public void Delete(CollectionDefinition collection, StoredDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        var id = document.Document["_id"];
        var key = Lock(collection, id);
        reader.Delete(collection, document);
        _operations.Add(new TransactionOperation(OplogEntry.Delete(collection, id), key));
    }

    private DocumentKey Lock(CollectionDefinition collection, BsonValue id)
    {
        var key = DocumentKey.Of(collection, id);
        if (_before.ContainsKey(key))
        {
            return key;
        }

        if (!locks.TryLock(key, transaction))
        {
            throw WriteConflict();
        }

        var encoded = KeyEncoder.Encode(id);
        var before = reader.FindById(collection, encoded)?.Bytes;
        _before.Add(key, before);
        if (!reader.IsOwn(collection) && !IsStill(collection, encoded, before))
        {
            throw WriteConflict();
        }

        return key;
    }

    private bool IsStill(CollectionDefinition collection, byte[] id, byte[]? before)
    {
        var now = store.Catalog.Find(collection.Namespace) is { } current && current.Uuid == collection.Uuid
            ? store.Read(latest => latest.FindById(current, id))?.Bytes
            : null;
        return now.AsSpan().SequenceEqual(before);
    }

    public static CommandException WriteConflict() =>
        new(ErrorCode.WriteConflict, "The document was changed by another operation; please retry your operation or multi-document transaction.");
}
