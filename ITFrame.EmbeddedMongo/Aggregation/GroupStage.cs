using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class GroupStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        if (!specification.TryGetValue("_id", out var id))
        {
            throw new CommandException((ErrorCode)15955, "a group specification must include an _id");
        }

        var key = ExpressionParser.Parse(id, variables);
        var fields = AccumulatorField.ParseAll(specification.Where(element => element.Name != "_id"), variables);
        return (input, _) => Run(input, key, fields);
    }

    private static IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> input, Expression key, List<AccumulatorField> fields)
    {
        var groups = new Dictionary<BsonValue, GroupValues>(BsonComparer.Instance);
        foreach (var document in input)
        {
            var scope = new EvaluationScope(document);
            var group = key.Evaluate(scope) ?? BsonNull.Value;
            if (!groups.TryGetValue(group, out var values))
            {
                values = new GroupValues(group, fields);
                groups.Add(group, values);
            }

            values.Add(scope);
        }

        return groups.Values.Select(values => values.Result);
    }
}
