using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

internal static class DuplicateKeys
{
    public static CommandException Error(CollectionDefinition collection, IndexDefinition index, BsonDocument document)
    {
        var values = new BsonDocument(index.Fields.Select(field => new BsonElement(field.Path.Text, field.Path.Single(document) ?? BsonNull.Value)));
        return new CommandException(
            ErrorCode.DuplicateKey,
            $"E11000 duplicate key error collection: {collection.Namespace} index: {index.Name} dup key: {values}",
            new BsonDocument { { "keyPattern", index.KeyPattern }, { "keyValue", values } });
    }
}
