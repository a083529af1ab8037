using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

internal static class RollbackTransaction
{
    private const int PageSize = 500;

    /// <summary>
    /// Undoes everything after the common point and returns the documents that are given up, or null, with nothing
    /// changed, when that is not possible.
    /// </summary>
    public static List<BsonDocument>? TryUndo(StoreTransaction transaction, OpTime common, WriteGate gate)
    {
        if (gate.IsOpen || common < LocalState.ReadCopiedUpTo(transaction))
        {
            return null;
        }

        var records = Newer(transaction, common);
        if (records.Exists(record => !CanUndo(BsonCodec.Decode(record.Entry))))
        {
            return null;
        }

        var givenUp = new List<BsonDocument>();
        foreach (var record in records)
        {
            UndoAll(transaction, BsonCodec.Decode(record.Entry), record.Undo, givenUp);
        }

        transaction.DeleteOplogAfter(common.Timestamp);
        return givenUp;
    }

    private static List<OplogRecord> Newer(StoreTransaction transaction, OpTime common)
    {
        var result = new List<OplogRecord>();
        var position = long.MaxValue;
        while (true)
        {
            var page = transaction.OplogBackwardsFrom(position, PageSize).TakeWhile(record => record.OpTime.Timestamp > common.Timestamp).ToList();
            if (page.Count == 0)
            {
                return result;
            }

            result.AddRange(page);
            position = page[^1].OpTime.Timestamp - 1;
        }
    }

    private static bool CanUndo(BsonDocument entry) =>
        entry["op"] != "c" || entry["o"].AsBsonDocument.GetElement(0).Name is "create" or "createIndexes" or "applyOps";

    private static void UndoAll(StoreTransaction transaction, BsonDocument entry, byte[]? before, List<BsonDocument> givenUp)
    {
        if (OplogEntry.OperationsOf(entry) is not { } operations)
        {
            Undo(transaction, entry, before, givenUp);
            return;
        }

        for (var i = operations.Count - 1; i >= 0; i--)
        {
            Undo(transaction, operations[i].AsBsonDocument, OplogUndo.Decode(before, i), givenUp);
        }
    }

    private static void Undo(StoreTransaction transaction, BsonDocument entry, byte[]? before, List<BsonDocument> givenUp)
    {
        var ns = Namespace.Parse(entry["ns"].AsString);
        switch (entry["op"].AsString)
        {
            case "i" or "u":
                givenUp.Add(new BsonDocument { { "ns", ns.ToString() }, { "document", entry["o"] } });
                Restore(transaction, ns, entry["o"]["_id"], before);
                break;
            case "d":
                Restore(transaction, ns, entry["o"]["_id"], before);
                break;
            case "c":
                UndoCommand(transaction, ns.Database, entry["o"].AsBsonDocument);
                break;
            default:
                break;
        }
    }

    private static void Restore(StoreTransaction transaction, Namespace ns, BsonValue id, byte[]? before)
    {
        if (transaction.Catalog.Find(ns) is not { } collection)
        {
            return;
        }

        var current = transaction.FindById(collection, KeyEncoder.Encode(id));
        switch (current, before)
        {
            case (not null, null):
                transaction.Delete(collection, current);
                break;
            case (not null, not null):
                transaction.Replace(collection, current, BsonCodec.Decode(before));
                break;
            case (null, not null):
                transaction.Insert(collection, BsonCodec.Decode(before));
                break;
            default:
                break;
        }
    }

    private static void UndoCommand(StoreTransaction transaction, string database, BsonDocument command)
    {
        var name = command.GetElement(0).Name;
        if (transaction.Catalog.Find(new Namespace(database, command[0].AsString)) is not { } collection)
        {
            return;
        }

        if (name == "create")
        {
            transaction.DropCollection(collection);
        }
        else if (collection.Indexes.FirstOrDefault(index => index.Name == command["spec"]["name"]) is { } index)
        {
            transaction.DropIndex(collection, index);
        }
    }
}
