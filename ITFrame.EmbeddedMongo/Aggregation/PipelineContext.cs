using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>What stages may ask for beside their input.</summary>
/// <param name="Find">The documents of another collection of the same database that match a query, in an order.</param>
internal sealed record PipelineContext(Func<string, Filter, SortOrder?, IEnumerable<BsonDocument>> Find)
{
    public static readonly PipelineContext Isolated = new((_, _, _) => []);
}
