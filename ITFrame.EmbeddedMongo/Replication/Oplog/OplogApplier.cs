using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Oplog;

/// <summary>
/// Does, as a follower, what an entry says, and appends it to the own log in the same transaction. Applying an entry
/// again, as an initial sync may, gives the same.
/// </summary>
internal static class OplogApplier
{
    public static void Apply(StoreTransaction transaction, OpTime opTime, byte[] bytes)
    {
        var entry = BsonCodec.Decode(bytes);
        var undo = OplogEntry.OperationsOf(entry) is { } operations
            ? OplogUndo.Encode(new BsonArray(operations.Select(operation => OplogUndo.Value(Change(transaction, operation.AsBsonDocument)))))
            : Change(transaction, entry);
        transaction.AppendOplog(opTime, bytes, undo);
        if (RetryRecords.FromEntry(entry, opTime) is { } record)
        {
            transaction.PutRetryRecord(record);
        }
    }

    /// <summary>Makes one change and returns what the document was before.</summary>
    public static byte[]? Change(StoreTransaction transaction, BsonDocument entry) => entry["op"].AsString switch
    {
        "i" or "u" => Put(transaction, entry),
        "d" => Delete(transaction, entry),
        "c" => Command(transaction, entry),
        _ => null,
    };

    private static byte[]? Put(StoreTransaction transaction, BsonDocument entry)
    {
        var ns = Namespace.Parse(entry["ns"].AsString);
        var document = entry["o"].AsBsonDocument;
        var collection = transaction.Catalog.Find(ns)
            ?? CatalogChanges.Create(transaction, ns, OplogEntry.ParseUuid(entry.GetValue("ui", BsonNull.Value)), []);
        var before = transaction.FindById(collection, KeyEncoder.Encode(document["_id"]));
        if (before is null)
        {
            transaction.Insert(collection, document);
        }
        else
        {
            transaction.Replace(collection, before, document);
        }

        return before?.Bytes;
    }

    private static byte[]? Delete(StoreTransaction transaction, BsonDocument entry)
    {
        if (transaction.Catalog.Find(Namespace.Parse(entry["ns"].AsString)) is not { } collection
            || transaction.FindById(collection, KeyEncoder.Encode(entry["o"]["_id"])) is not { } before)
        {
            return null;
        }

        transaction.Delete(collection, before);
        return before.Bytes;
    }

    private static byte[]? Command(StoreTransaction transaction, BsonDocument entry)
    {
        var command = entry["o"].AsBsonDocument;
        var name = command.GetElement(0).Name;
        var database = Namespace.Parse(entry["ns"].AsString).Database;
        if (command[0] is not BsonString target)
        {
            return null;
        }

        var ns = name == "renameCollection" ? Namespace.Parse(target.Value) : new Namespace(database, target.Value);
        var collection = transaction.Catalog.Find(ns);
        switch (name)
        {
            case "create" when collection is null:
                CatalogChanges.Create(transaction, ns, OplogEntry.ParseUuid(entry.GetValue("ui", BsonNull.Value)), command.GetValue("options", new BsonDocument()).AsBsonDocument);
                break;
            case "renameCollection" when collection is not null:
                Rename(transaction, collection, Namespace.Parse(command["to"].AsString));
                break;
            case "collMod" when collection is not null && command.TryGetValue("options", out var options):
                transaction.ChangeOptions(collection, options.AsBsonDocument);
                break;
            case "collMod" when collection?.Indexes.FirstOrDefault(index => index.Name == command["index"]["name"]) is { } changed:
                transaction.ChangeIndex(collection, changed, command["index"].AsBsonDocument);
                break;
            case "drop" when collection is not null:
                transaction.DropCollection(collection);
                break;
            case "createIndexes" when collection is not null && collection.Indexes.All(index => index.Name != command["spec"]["name"]):
                transaction.AddIndex(collection, command["spec"].AsBsonDocument);
                break;
            case "dropIndexes" when collection?.Indexes.FirstOrDefault(index => index.Name == command["index"]) is { } index:
                transaction.DropIndex(collection, index);
                break;
            default:
                break;
        }

        return null;
    }

    private static void Rename(StoreTransaction transaction, CollectionDefinition collection, Namespace to)
    {
        if (transaction.Catalog.Find(to) is { } replaced)
        {
            transaction.DropCollection(replaced);
        }

        transaction.RenameCollection(collection, to);
    }
}
