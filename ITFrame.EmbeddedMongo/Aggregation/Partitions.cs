using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Documents in groups that are looked at one by one, each in order.</summary>
internal static class Partitions
{
    public static IEnumerable<List<BsonDocument>> Of(IEnumerable<BsonDocument> input, Expression? key, SortOrder? order)
    {
        var partitions = new Dictionary<BsonValue, List<BsonDocument>>(BsonComparer.Instance);
        foreach (var document in input)
        {
            var partition = key?.Evaluate(new EvaluationScope(document)) ?? BsonNull.Value;
            if (!partitions.TryGetValue(partition, out var members))
            {
                members = [];
                partitions.Add(partition, members);
            }

            members.Add(document);
        }

        return partitions.OrderBy(entry => entry.Key, BsonComparer.Instance)
            .Select(entry => order is null ? entry.Value : order.Sort(entry.Value, document => document).ToList());
    }

    /// <summary>The key of a list of fields.</summary>
    public static Expression ByFields(IEnumerable<string> fields) =>
        new ArrayOf(fields.Select(field => (Expression)new FieldPath(null, [.. new BsonPath(field).Parts])).ToList());
}
