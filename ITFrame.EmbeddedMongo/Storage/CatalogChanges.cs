using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>Changes of the catalog that primary and follower do alike.</summary>
internal static class CatalogChanges
{
    public static CollectionDefinition Create(StoreTransaction transaction, Namespace ns, Guid uuid, BsonDocument options) =>
        transaction.CreateCollection(ns, uuid, options, IdIndex());

    public static BsonDocument IdIndex() => new() { { "v", 2 }, { "key", new BsonDocument("_id", 1) }, { "name", IndexDefinition.IdName } };
}
