using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Transactions;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>
/// Changes documents as the primary: the change, its entry in the log and the record that the statement was done are
/// one transaction of the store. A document that an open multi-document transaction has changed is waited for.
/// </summary>
internal sealed class LoggedWrites(OplogWriter oplog, DocumentLocks locks) : IWriteTarget
{
    public CollectionCatalog Catalog => Transaction.Catalog;

    private StoreTransaction Transaction => oplog.Transaction;

    public T Read<T>(Func<StoreReader, T> read) => read(Transaction);

    public BsonDocument? FindOutcome(SessionStatement statement) => RetryRecords.Find(Transaction, statement);

    public CollectionDefinition Create(Namespace ns, BsonDocument options) => CatalogWriter.Create(oplog, ns, options);

    public void CreateIndex(CollectionDefinition collection, BsonDocument specification) => CatalogWriter.CreateIndex(oplog, collection, specification);

    public IndexDefinition? FindConflict(CollectionDefinition collection, BsonDocument document, long? ownRecord) =>
        Transaction.FindConflict(collection, document, ownRecord);

    public void Insert(CollectionDefinition collection, BsonDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        locks.DemandFree(collection, document["_id"]);
        Transaction.Insert(collection, document);
        Append(OplogEntry.Insert(collection, document), undo: null, statement, outcome);
    }

    public void Replace(CollectionDefinition collection, StoredDocument before, BsonDocument after, bool isReplacement, SessionStatement? statement, BsonDocument outcome)
    {
        locks.DemandFree(collection, after["_id"]);
        Transaction.Replace(collection, before, after);
        Append(OplogEntry.Update(collection, after, isReplacement), before.Bytes, statement, outcome);
    }

    public void Delete(CollectionDefinition collection, StoredDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        locks.DemandFree(collection, document.Document["_id"]);
        Transaction.Delete(collection, document);
        Append(OplogEntry.Delete(collection, document.Document["_id"]), document.Bytes, statement, outcome);
    }

    public void RecordNoop(SessionStatement statement, BsonDocument outcome) =>
        Append(OplogEntry.Noop(new BsonDocument("msg", "write without effect")), null, statement, outcome);

    private void Append(BsonDocument entry, byte[]? undo, SessionStatement? statement, BsonDocument outcome)
    {
        if (statement is not null)
        {
            RetryRecords.AddTo(entry, statement, outcome);
        }

        var opTime = oplog.Append(entry, undo);
        if (statement is not null)
        {
            Transaction.PutRetryRecord(RetryRecords.FromEntry(entry, opTime)!);
        }
    }
}
