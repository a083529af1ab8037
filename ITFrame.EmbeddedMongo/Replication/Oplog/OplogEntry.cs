using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Oplog;

/// <summary>The entries of the replicated log, in MongoDB's shape.</summary>
internal static class OplogEntry
{
    private const string ReplacementField = "replacement";
    private const string ApplyOpsField = "applyOps";

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
    public static BsonDocument Update(CollectionDefinition collection, BsonDocument after, bool isReplacement) => new()
    {
        { "op", "u" },
        { "ns", collection.Namespace.ToString() },
        { "ui", Uuid(collection.Uuid) },
        { "o", after },
        { "o2", new BsonDocument("_id", after["_id"]) },
        { ReplacementField, isReplacement },
    };

    public static bool IsReplacement(BsonDocument entry) => entry.GetValue(ReplacementField, false).AsBoolean;

    /// <summary>All changes of a multi-document transaction, which become visible together.</summary>
    public static BsonDocument ApplyOps(IEnumerable<BsonDocument> operations) => new()
    {
        { "op", "c" },
        { "ns", "admin.$cmd" },
        { "o", new BsonDocument(ApplyOpsField, new BsonArray(operations)) },
    };

    /// <summary>The changes of a transaction, or null when the entry is anything else.</summary>
    public static BsonArray? OperationsOf(BsonDocument entry) =>
        entry["op"] == "c" && entry["o"].AsBsonDocument.TryGetValue(ApplyOpsField, out var operations) ? operations.AsBsonArray : null;

    public static BsonDocument Delete(CollectionDefinition collection, BsonValue id) => new()
    {
        { "op", "d" },
        { "ns", collection.Namespace.ToString() },
        { "ui", Uuid(collection.Uuid) },
        { "o", new BsonDocument("_id", id) },
    };

    public static BsonDocument Create(CollectionDefinition collection) => Command(
        collection.Namespace.Database, collection.Uuid, new BsonDocument { { "create", collection.Namespace.Collection }, { "options", collection.Options } });

    public static BsonDocument CreateIndex(CollectionDefinition collection, BsonDocument specification) => Command(
        collection.Namespace.Database, collection.Uuid, new BsonDocument { { "createIndexes", collection.Namespace.Collection }, { "spec", specification } });

    /// <summary>The collection that a command is about.</summary>
    public static Namespace CommandTarget(BsonDocument entry) =>
        new(Namespace.Parse(entry["ns"].AsString).Database, entry["o"][0].AsString);

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
