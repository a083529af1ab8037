using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>Changes collections and indexes as the primary.</summary>
internal static class CatalogWriter
{
    public static CollectionDefinition Create(OplogWriter oplog, Namespace ns, BsonDocument options)
    {
        DemandCreatable(ns);
        var collection = CatalogChanges.Create(oplog.Transaction, ns, Guid.NewGuid(), options);
        oplog.Append(OplogEntry.Create(collection), undo: null);
        return collection;
    }

    public static void DemandCreatable(Namespace ns)
    {
        if (ns.IsLocal || ns.IsClosed)
        {
            throw new CommandException(ErrorCode.InvalidNamespace, $"cannot create '{ns}'");
        }
    }

    public static void Drop(OplogWriter oplog, CollectionDefinition collection)
    {
        oplog.Transaction.DropCollection(collection);
        oplog.Append(OplogEntry.Command(collection.Namespace.Database, collection.Uuid, new BsonDocument("drop", collection.Namespace.Collection)), undo: null);
    }

    public static void Rename(OplogWriter oplog, CollectionDefinition collection, Namespace to, CollectionDefinition? dropped)
    {
        if (dropped is not null)
        {
            oplog.Transaction.DropCollection(dropped);
        }

        oplog.Transaction.RenameCollection(collection, to);
        var command = new BsonDocument
        {
            { "renameCollection", collection.Namespace.ToString() },
            { "to", to.ToString() },
            { "stayTemp", false },
            { "dropTarget", dropped is null ? BsonBoolean.False : OplogEntry.Uuid(dropped.Uuid) },
        };
        oplog.Append(OplogEntry.Command(collection.Namespace.Database, collection.Uuid, command), undo: null);
    }

    public static void ChangeOptions(OplogWriter oplog, CollectionDefinition collection, BsonDocument options)
    {
        oplog.Transaction.ChangeOptions(collection, options);
        oplog.Append(OplogEntry.Command(collection.Namespace.Database, collection.Uuid, new BsonDocument { { "collMod", collection.Namespace.Collection }, { "options", options } }), undo: null);
    }

    public static void ChangeIndex(OplogWriter oplog, CollectionDefinition collection, IndexDefinition index, BsonDocument specification)
    {
        oplog.Transaction.ChangeIndex(collection, index, specification);
        oplog.Append(OplogEntry.Command(collection.Namespace.Database, collection.Uuid, new BsonDocument { { "collMod", collection.Namespace.Collection }, { "index", specification } }), undo: null);
    }

    public static void CreateIndex(OplogWriter oplog, CollectionDefinition collection, BsonDocument specification)
    {
        var index = oplog.Transaction.AddIndex(collection, specification);
        if (index.IsUnique && oplog.Transaction.HasDuplicates(index))
        {
            throw new CommandException(
                ErrorCode.DuplicateKey,
                $"E11000 duplicate key error collection: {collection.Namespace} index: {index.Name}",
                new BsonDocument { { "keyPattern", index.KeyPattern }, { "keyValue", new BsonDocument() } });
        }

        oplog.Append(OplogEntry.CreateIndex(collection, specification), undo: null);
    }

    public static void DropIndex(OplogWriter oplog, CollectionDefinition collection, IndexDefinition index)
    {
        oplog.Transaction.DropIndex(collection, index);
        oplog.Append(
            OplogEntry.Command(collection.Namespace.Database, collection.Uuid, new BsonDocument { { "dropIndexes", collection.Namespace.Collection }, { "index", index.Name }, { "spec", index.Specification } }),
            undo: null);
    }
}
