using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class Not(Condition condition) : Condition
{
    public override bool Matches(BsonDocument document) => !condition.Matches(document);
}
