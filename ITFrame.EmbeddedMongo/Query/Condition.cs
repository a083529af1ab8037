using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>A part of a query that is asked about a whole document.</summary>
internal abstract class Condition
{
    public abstract bool Matches(BsonDocument document);
}
