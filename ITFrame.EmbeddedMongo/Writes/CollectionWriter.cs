using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>
/// Changes documents of one collection as the primary: the change, its entry in the log and the record that the
/// statement was done are one transaction.
/// </summary>
internal sealed class CollectionWriter
{
    private readonly OplogWriter _oplog;
    private readonly Namespace _namespace;

    public CollectionWriter(OplogWriter oplog, Namespace ns)
    {
        if (ns.IsLocal || ns == Namespace.RetryRecords || ns.IsSystem)
        {
            throw new CommandException(ErrorCode.InvalidNamespace, $"cannot write to '{ns}'");
        }

        _oplog = oplog;
        _namespace = ns;
    }

    private StoreTransaction Transaction => _oplog.Transaction;

    private CollectionDefinition? Collection => Transaction.Catalog.Find(_namespace);

    /// <summary>Materializes what it finds, so that a change does not meet its own result.</summary>
    public List<StoredDocument> Find(Filter filter, SortOrder? sort, int? limit) =>
        QueryExecutor.Find(Transaction, Collection, filter, sort, 0, limit).ToList();

    /// <summary>What the statement answered when it was done before.</summary>
    public BsonDocument? FindOutcome(SessionStatement? statement) =>
        statement is null ? null : RetryRecords.Find(Transaction, statement);

    public void Insert(BsonDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        var stored = Prepare(document);
        var collection = EnsureCollection();
        ThrowOnConflict(collection, stored, null);
        Transaction.Insert(collection, stored);
        Append(OplogEntry.Insert(collection, stored), undo: null, statement, outcome);
    }

    /// <summary>False when the document stays as it is, which is no write at all.</summary>
    public bool Replace(StoredDocument before, BsonDocument after, SessionStatement? statement, Func<bool, BsonDocument> outcome)
    {
        var stored = Prepare(after);
        if (before.Bytes.AsSpan().SequenceEqual(BsonCodec.EncodeStored(stored)))
        {
            if (statement is not null)
            {
                // A retry must find that this was done, although nothing changed.
                Append(OplogEntry.Noop(new BsonDocument("msg", "write without effect")), null, statement, outcome(false));
            }

            return false;
        }

        var collection = Collection!;
        ThrowOnConflict(collection, stored, before.Record);
        Transaction.Replace(collection, before, stored);
        Append(OplogEntry.Update(collection, stored), before.Bytes, statement, outcome(true));
        return true;
    }

    public void Delete(StoredDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        var collection = Collection!;
        Transaction.Delete(collection, document);
        Append(OplogEntry.Delete(collection, document.Document["_id"]), document.Bytes, statement, outcome);
    }

    private void Append(BsonDocument entry, byte[]? undo, SessionStatement? statement, BsonDocument outcome)
    {
        if (statement is not null)
        {
            RetryRecords.AddTo(entry, statement, outcome);
        }

        var opTime = _oplog.Append(entry, undo);
        if (statement is not null)
        {
            Transaction.PutRetryRecord(RetryRecords.FromEntry(entry, opTime)!);
        }
    }

    private CollectionDefinition EnsureCollection() => Collection ?? CatalogWriter.Create(_oplog, _namespace, []);

    private void ThrowOnConflict(CollectionDefinition collection, BsonDocument document, long? ownRecord)
    {
        if (Transaction.FindConflict(collection, document, ownRecord) is { } index)
        {
            throw DuplicateKeys.Error(collection, index, document);
        }
    }

    // _id comes first, whatever the client's order, and is of a kind that can be an identity.
    private static BsonDocument Prepare(BsonDocument document)
    {
        if (!document.TryGetValue("_id", out var id))
        {
            var result = new BsonDocument(allowDuplicateNames: true) { { "_id", ObjectId.GenerateNewId() } };
            result.AddRange(document);
            return result;
        }

        if (id is BsonArray or BsonRegularExpression or BsonUndefined)
        {
            throw new CommandException(ErrorCode.InvalidIdField, $"The '_id' value cannot be of type {BsonTypeNames.Of(id.BsonType)}");
        }

        if (document.GetElement(0).Name == "_id")
        {
            return document;
        }

        var ordered = new BsonDocument(allowDuplicateNames: true) { { "_id", id } };
        ordered.AddRange(document.Where(element => element.Name != "_id"));
        return ordered;
    }
}
