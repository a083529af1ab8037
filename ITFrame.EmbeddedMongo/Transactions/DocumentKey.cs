using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>One document, wherever it lies: its collection and its _id, encoded.</summary>
internal readonly record struct DocumentKey(Guid Collection, string Id)
{
    public static DocumentKey Of(CollectionDefinition collection, BsonValue id) => new(collection.Uuid, Convert.ToHexString(KeyEncoder.Encode(id)));
}
