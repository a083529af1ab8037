using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class ObjectOperators
{
    public static void AddTo(Dictionary<string, OperatorDefinition> table)
    {
        table["$mergeObjects"] = new(0, int.MaxValue, values =>
        {
            var result = new BsonDocument();
            foreach (var value in values is [BsonArray array] ? array : values.AsEnumerable())
            {
                if (!Expression.IsNullish(value))
                {
                    result.Merge(Document("$mergeObjects", value), overwriteExistingElements: true);
                }
            }

            return result;
        });
        table["$objectToArray"] = new(1, 1, values => Expression.IsNullish(values[0])
            ? BsonNull.Value
            : new BsonArray(Document("$objectToArray", values[0]).Select(element => new BsonDocument { { "k", element.Name }, { "v", element.Value } })));
        table["$arrayToObject"] = new(1, 1, values => Expression.IsNullish(values[0]) ? BsonNull.Value : ToObject(values[0]!));
        table["$getField"] = new(1, 2, values => values[1] is BsonDocument document && values[0] is BsonString name
            ? document.GetValue(name.Value, null!)
            : null)
        { NamedArguments = ["field", "input"] };
    }

    private static BsonDocument ToObject(BsonValue value)
    {
        var result = new BsonDocument();
        foreach (var item in value as BsonArray ?? throw CommandException.TypeMismatch("$arrayToObject requires an array input"))
        {
            var (name, content) = item switch
            {
                BsonArray { Count: 2 } pair => (pair[0], pair[1]),
                BsonDocument entry when entry.Contains("k") && entry.Contains("v") => (entry["k"], entry["v"]),
                _ => throw CommandException.TypeMismatch("$arrayToObject requires pairs or documents with 'k' and 'v'"),
            };
            result[name is BsonString text ? text.Value : throw CommandException.TypeMismatch("$arrayToObject requires string keys")] = content;
        }

        return result;
    }

    private static BsonDocument Document(string name, BsonValue? value) =>
        value as BsonDocument ?? throw CommandException.TypeMismatch($"{name} requires object inputs");
}
