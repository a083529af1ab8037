using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Groups by ranges that are given.</summary>
internal static class BucketStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        if (!specification.TryGetValue("groupBy", out var groupBy) || specification.GetValue("boundaries", BsonNull.Value) is not BsonArray { Count: >= 2 } boundaries)
        {
            throw new CommandException((ErrorCode)40198, "$bucket requires 'groupBy' and 'boundaries' to be specified, with at least 2 boundaries");
        }

        var limits = boundaries.Select(boundary => ExpressionParser.Parse(boundary, variables).Evaluate(new EvaluationScope([])) ?? BsonNull.Value).ToList();
        if (limits.Zip(limits.Skip(1)).Any(pair => BsonTypeOrder.Of(pair.First.BsonType) != BsonTypeOrder.Of(pair.Second.BsonType) || BsonComparer.Instance.Compare(pair.First, pair.Second) >= 0))
        {
            throw new CommandException((ErrorCode)40194, "The 'boundaries' option to $bucket must be sorted in ascending order and of one type");
        }

        var key = ExpressionParser.Parse(groupBy, variables);
        var rest = specification.TryGetValue("default", out var given) ? ExpressionParser.Parse(given, variables).Evaluate(new EvaluationScope([])) : null;
        var fields = AccumulatorField.ParseAll(specification.GetValue("output", BsonNull.Value) as BsonDocument ?? new BsonDocument("count", new BsonDocument("$sum", 1)), variables);
        return (input, _) => Run(input, key, limits, rest, fields);
    }

    private static IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> input, Expression key, List<BsonValue> limits, BsonValue? rest, List<AccumulatorField> fields)
    {
        var groups = new SortedDictionary<int, GroupValues>();
        foreach (var document in input)
        {
            var scope = new EvaluationScope(document);
            var value = key.Evaluate(scope) ?? BsonNull.Value;
            var bucket = limits.FindLastIndex(limit => BsonComparer.Instance.Compare(limit, value) <= 0);
            if (bucket < 0 || bucket == limits.Count - 1)
            {
                bucket = rest is null
                    ? throw new CommandException((ErrorCode)40066, "$bucket could not find a matching branch for an input, and no default was specified.")
                    : BsonComparer.Instance.Compare(rest, limits[0]) < 0 ? -1 : limits.Count;
            }

            if (!groups.TryGetValue(bucket, out var values))
            {
                values = new GroupValues(bucket < 0 || bucket == limits.Count ? rest! : limits[bucket], fields);
                groups.Add(bucket, values);
            }

            values.Add(scope);
        }

        return groups.Values.Select(values => values.Result);
    }
}
