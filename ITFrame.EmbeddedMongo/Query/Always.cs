using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class Always(bool value) : Condition
{
    public override bool Matches(BsonDocument document) => value;
}
