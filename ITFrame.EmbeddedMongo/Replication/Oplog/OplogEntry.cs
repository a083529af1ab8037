using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Oplog;

/// <summary>The entries of the replicated log, in MongoDB's shape.</summary>
internal static class OplogEntry
{
    public static BsonDocument Noop(BsonDocument message) => new()
    {
        { "op", "n" },
        { "ns", "" },
        { "o", message },
    };

    public static BsonDocument Insert(CollectionDefinition collection, BsonDocument document) => new()
    {
        { "op", "i" },
        { "ns", collection.Namespace.ToString() },
        { "ui", Uuid(collection.Uuid) },
        { "o", document },
        { "o2", new BsonDocument("_id", document["_id"]) },
    };

    /// <summary>The whole new document, so that applying the entry twice does no harm.</summary>
    public static BsonDocument Update(CollectionDefinition collection, BsonDocument after) => new()
    {
        { "op", "u" },
        { "ns", collection.Namespace.ToString() },
        { "ui", Uuid(collection.Uuid) },
        { "o", after },
        { "o2", new BsonDocument("_id", after["_id"]) },
    };

    public static BsonDocument Delete(CollectionDefinition collection, BsonValue id) => new()
    {
        { "op", "d" },
        { "ns", collection.Namespace.ToString() },
        { "ui", Uuid(collection.Uuid) },
        { "o", new BsonDocument("_id", id) },
    };

    public static BsonDocument Command(string database, Guid? uuid, BsonDocument command)
    {
        var entry = new BsonDocument { { "op", "c" }, { "ns", database + ".$cmd" }, { "o", command } };
        if (uuid is { } id)
        {
            entry.Add("ui", Uuid(id));
        }

        return entry;
    }

    public static OpTime OpTimeOf(BsonDocument entry) => OpTime.FromBson(entry);

    public static BsonBinaryData Uuid(Guid uuid) => new(uuid, GuidRepresentation.Standard);

    public static Guid ParseUuid(BsonValue? value) => value is BsonBinaryData { SubType: BsonBinarySubType.UuidStandard } binary
        ? binary.ToGuid(GuidRepresentation.Standard)
        : Guid.NewGuid();
}
