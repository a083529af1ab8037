using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Groups by ranges that are chosen so that each holds about as many documents.</summary>
internal static class BucketAutoStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        if (!specification.TryGetValue("groupBy", out var groupBy) || !BsonNumber.TryToInt64(specification.GetValue("buckets", BsonNull.Value), out var count) || count < 1)
        {
            throw new CommandException((ErrorCode)40246, "$bucketAuto requires 'groupBy' and a positive number of 'buckets'");
        }

        if (specification.Contains("granularity"))
        {
            throw new CommandException(ErrorCode.NotImplemented, "the 'granularity' of $bucketAuto is not supported by this stand-in");
        }

        var key = ExpressionParser.Parse(groupBy, variables);
        var fields = AccumulatorField.ParseAll(specification.GetValue("output", BsonNull.Value) as BsonDocument ?? new BsonDocument("count", new BsonDocument("$sum", 1)), variables);
        return (input, _) => Run(input, key, (int)Math.Min(count, int.MaxValue), fields);
    }

    private static IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> input, Expression key, int count, List<AccumulatorField> fields)
    {
        var sorted = input.Select(document => (Key: key.Evaluate(new EvaluationScope(document)) ?? BsonNull.Value, Document: document))
            .OrderBy(entry => entry.Key, BsonComparer.Instance)
            .ToList();
        var size = Math.Max(1, (int)Math.Round(sorted.Count / (double)count, MidpointRounding.AwayFromZero));
        var next = 0;
        for (var bucket = 0; bucket < count && next < sorted.Count; bucket++)
        {
            var start = next;
            next = bucket == count - 1 ? sorted.Count : Math.Min(sorted.Count, start + size);

            // Equal values are never divided between two buckets.
            while (next < sorted.Count && BsonComparer.Instance.Equals(sorted[next].Key, sorted[next - 1].Key))
            {
                next++;
            }

            var upper = next < sorted.Count ? sorted[next].Key : sorted[^1].Key;
            var values = new GroupValues(new BsonDocument { { "min", sorted[start].Key }, { "max", upper } }, fields);
            foreach (var (_, document) in sorted.GetRange(start, next - start))
            {
                values.Add(new EvaluationScope(document));
            }

            yield return values.Result;
        }
    }
}
