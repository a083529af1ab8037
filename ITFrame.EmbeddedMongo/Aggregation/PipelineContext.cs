using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>What stages may ask for beside their input.</summary>
/// <param name="Find">The documents of another collection of the same database that match a query.</param>
internal sealed record PipelineContext(Func<string, BsonDocument, IEnumerable<BsonDocument>> Find)
{
    public static readonly PipelineContext Isolated = new((_, _) => []);
}
