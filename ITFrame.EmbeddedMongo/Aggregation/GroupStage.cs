using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class GroupStage
{
    public static Stage Parse(BsonDocument specification)
    {
        if (!specification.TryGetValue("_id", out var id))
        {
            throw new CommandException((ErrorCode)15955, "a group specification must include an _id");
        }

        var key = ExpressionParser.Parse(id);
        var fields = specification.Where(element => element.Name != "_id").Select(Field).ToList();
        return (input, _) => Run(input, key, fields);
    }

    private static (string Name, Func<Accumulator> Create, Expression Value) Field(BsonElement element)
    {
        if (element.Value is not BsonDocument { ElementCount: 1 } document)
        {
            throw new CommandException((ErrorCode)40234, $"The field '{element.Name}' must be an accumulator object");
        }

        var accumulator = document.GetElement(0);
        return accumulator.Name == "$count"
            ? (element.Name, Accumulator.Sum, new Constant(1))
            : (element.Name, Accumulator.Find(accumulator.Name), ExpressionParser.Parse(accumulator.Value));
    }

    private static IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> input, Expression key, List<(string Name, Func<Accumulator> Create, Expression Value)> fields)
    {
        var groups = new Dictionary<BsonValue, Accumulator[]>(BsonComparer.Instance);
        foreach (var document in input)
        {
            var scope = new EvaluationScope(document);
            var group = key.Evaluate(scope) ?? BsonNull.Value;
            if (!groups.TryGetValue(group, out var accumulators))
            {
                accumulators = fields.Select(field => field.Create()).ToArray();
                groups.Add(group, accumulators);
            }

            for (var i = 0; i < accumulators.Length; i++)
            {
                accumulators[i].Add(fields[i].Value.Evaluate(scope));
            }
        }

        foreach (var (group, accumulators) in groups)
        {
            var result = new BsonDocument("_id", group);
            for (var i = 0; i < accumulators.Length; i++)
            {
                result[fields[i].Name] = accumulators[i].Result;
            }

            yield return result;
        }
    }
}
