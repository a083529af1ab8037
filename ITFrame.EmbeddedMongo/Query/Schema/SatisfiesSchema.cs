using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query.Schema;

internal sealed class SatisfiesSchema(JsonSchema schema) : Condition
{
    public JsonSchema Schema => schema;

    public override bool Matches(BsonDocument document) => schema.IsSatisfiedBy(document);
}
