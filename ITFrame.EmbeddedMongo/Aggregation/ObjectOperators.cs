using ITFrame.EmbeddedMongo.Bson;
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
    }

    // These name a field as it is, whatever dots and dollars its name has.
    public static Expression? TryParse(string name, BsonValue operand, Variables variables)
    {
        if (name is not ("$getField" or "$setField" or "$unsetField"))
        {
            return null;
        }

        var options = operand as BsonDocument is { } document && (document.ElementCount == 0 || document.GetElement(0).Name is not ['$', ..]) ? document : new BsonDocument("field", operand);
        var field = FieldName(name, options, variables);
        var input = options.TryGetValue("input", out var given) ? ExpressionParser.Parse(given, variables) : new FieldPath(null, []);
        if (name == "$getField")
        {
            return new Computed(scope => input.Evaluate(scope) switch
            {
                BsonDocument document => document.GetValue(field, null!),
                var other => Expression.IsNullish(other) ? other : null,
            });
        }

        var value = name == "$unsetField" ? new Constant(null) : options.TryGetValue("value", out var set) ? ExpressionParser.Parse(set, variables) : throw new CommandException((ErrorCode)4161102, "$setField requires 'value' to be specified");
        return new Computed(scope => input.Evaluate(scope) switch
        {
            BsonDocument document => With(document, field, value.Evaluate(scope)),
            var other when Expression.IsNullish(other) => BsonNull.Value,
            _ => throw new CommandException((ErrorCode)4161105, $"{name} requires 'input' to evaluate to type Object"),
        });
    }

    private static BsonDocument With(BsonDocument document, string field, BsonValue? value)
    {
        var result = (BsonDocument)document.Clone();
        if (value is null)
        {
            result.Remove(field);
        }
        else
        {
            result[field] = value;
        }

        return result;
    }

    private static string FieldName(string name, BsonDocument options, Variables variables) =>
        options.TryGetValue("field", out var field) && ExpressionParser.Parse(field, variables) is Constant { Value: BsonString text }
            ? BsonFields.Name(text.Value)
            : throw new CommandException((ErrorCode)5654602, $"{name} requires 'field' to evaluate to a constant string");

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
            result[name is BsonString text ? BsonFields.Name(text.Value) : throw CommandException.TypeMismatch("$arrayToObject requires string keys")] = content;
        }

        return result;
    }

    private static BsonDocument Document(string name, BsonValue? value) =>
        value as BsonDocument ?? throw CommandException.TypeMismatch($"{name} requires object inputs");
}
