using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>The step, on the writer, in which a transaction's changes become everybody's.</summary>
internal static class TransactionCommit
{
    public static OpTime Run(OplogWriter oplog, ServerTransaction transaction)
    {
        var operations = transaction.Writes.Operations;
        if (operations.Count == 0)
        {
            return oplog.Transaction.LastOpTime;
        }

        DemandUnchanged(oplog.Transaction, transaction.Writes);
        var undo = new BsonArray(operations.Select(operation => Apply(oplog.Transaction, operation.Entry)));
        var entry = OplogEntry.ApplyOps(operations.Select(operation => operation.Entry));
        RetryRecords.AddTo(entry, transaction.Statement, []);
        DemandFits(entry);
        var at = oplog.Append(entry, OplogUndo.Encode(undo));
        oplog.Transaction.PutRetryRecord(RetryRecords.FromEntry(entry, at)!);
        return at;
    }

    // A document may have changed between the snapshot and the moment when the transaction took hold of it.
    private static void DemandUnchanged(StoreTransaction store, TransactionWrites writes)
    {
        foreach (var operation in writes.Operations.DistinctBy(operation => operation.Key))
        {
            var ns = Namespace.Parse(operation.Entry["ns"].AsString);
            if (operation.Key is not { } key || writes.Before[key] is not { } before)
            {
                continue;
            }

            var collection = store.Catalog.Find(ns);
            if (collection?.Uuid != key.Collection || store.FindById(collection, Convert.FromHexString(key.Id))?.Bytes.AsSpan().SequenceEqual(before) != true)
            {
                throw TransactionWrites.WriteConflict();
            }
        }
    }

    private static BsonValue Apply(StoreTransaction store, BsonDocument entry)
    {
        if (entry["op"] == "i")
        {
            DemandCollection(store, entry);
        }

        if (entry["op"] == "c" && entry["o"].AsBsonDocument.Contains("create") && store.Catalog.Find(OplogEntry.CommandTarget(entry)) is not null)
        {
            throw TransactionWrites.WriteConflict();
        }

        if (entry["op"] != "d" && entry["op"] != "c")
        {
            DemandNoConflict(store, entry);
        }

        return OplogUndo.Value(OplogApplier.Change(store, entry));
    }

    private static void DemandCollection(StoreTransaction store, BsonDocument entry)
    {
        if (store.Catalog.Find(Namespace.Parse(entry["ns"].AsString))?.Uuid != OplogEntry.ParseUuid(entry["ui"]))
        {
            throw TransactionWrites.WriteConflict();
        }
    }

    private static void DemandNoConflict(StoreTransaction store, BsonDocument entry)
    {
        var collection = store.Catalog.Find(Namespace.Parse(entry["ns"].AsString))!;
        var document = entry["o"].AsBsonDocument;
        var own = entry["op"] == "u" ? store.FindById(collection, KeyEncoder.Encode(document["_id"]))?.Record : null;
        if (store.FindConflict(collection, document, own) is not null)
        {
            throw TransactionWrites.WriteConflict();
        }
    }

    private static void DemandFits(BsonDocument entry)
    {
        var bytes = BsonCodec.Encode(entry).Length;
        if (bytes > BsonLimits.MaxDocumentBytes)
        {
            throw new CommandException(ErrorCode.TransactionTooLarge, $"Total size of all transaction operations must be less than {BsonLimits.MaxDocumentBytes} bytes. Actual size is {bytes}");
        }
    }
}
