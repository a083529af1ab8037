using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query.Schema;

/// <summary>From a schema document to rules. Rules about one kind of value are satisfied by every other kind.</summary>
internal static class JsonSchemaParser
{
    private static readonly HashSet<string> JsonTypes = ["object", "array", "number", "boolean", "string", "null"];

    public static JsonSchema Parse(BsonValue value)
    {
        var schema = value as BsonDocument ?? throw CommandException.TypeMismatch("$jsonSchema must be an object");
        return new JsonSchema(schema.Select(element => Rule(element, schema)).OfType<JsonSchema.Rule>().ToList());
    }

    private static JsonSchema.Rule? Rule(BsonElement element, BsonDocument schema)
    {
        var operand = element.Value;
        switch (element.Name)
        {
            case "title" or "description":
                return operand is BsonString ? null : throw Wrong(element, "string");
            case "type":
                var named = operand is BsonArray list ? list.AsEnumerable() : [operand];
                return named.All(name => name is BsonString text && JsonTypes.Contains(text.Value))
                    ? OfType(element)
                    : throw CommandException.BadValue($"$jsonSchema type '{BsonText.Of(operand)}' is not supported");
            case "bsonType":
                return OfType(element);
            case "enum":
                var allowed = Array(element);
                return Simple(element, _ => true, candidate => allowed.Contains(candidate, BsonComparer.Instance), "value was not found in enum");
            case "allOf" or "anyOf" or "oneOf":
                return Combination(element);
            case "not":
                var inner = Parse(operand);
                return candidate => inner.IsSatisfiedBy(candidate) ? new BsonDocument { { "operatorName", "not" }, { "reason", "child expression matched" } } : null;
            case "minimum" or "maximum":
                return Limit(element, schema);
            case "exclusiveMinimum" or "exclusiveMaximum":
                return operand is BsonBoolean && schema.Contains(element.Name == "exclusiveMinimum" ? "minimum" : "maximum") ? null : throw Wrong(element, "boolean, beside the limit it is about");
            case "multipleOf":
                var divisor = operand is { IsNumeric: true } && BsonNumber.ToDouble(operand) > 0 ? BsonNumber.ToDouble(operand) : throw Wrong(element, "positive number");
                return Simple(element, BsonNumber.Is, candidate => BsonNumber.ToDouble(candidate) % divisor == 0, "considered value is not a multiple of the specified value");
            case "minLength" or "maxLength":
                return Size(element, candidate => candidate is BsonString text ? text.Value.EnumerateRunes().Count() : null, "specified string length was not satisfied");
            case "minItems" or "maxItems":
                return Size(element, candidate => (candidate as BsonArray)?.Count, "array did not match specified length");
            case "minProperties" or "maxProperties":
                return Size(element, candidate => (candidate as BsonDocument)?.ElementCount, "specified number of properties was not satisfied");
            case "pattern":
                var pattern = Patterns.Compile(new BsonRegularExpression(operand is BsonString source ? source.Value : throw Wrong(element, "string")));
                return Simple(element, candidate => candidate.IsString, candidate => pattern.IsMatch(candidate.AsString), "regular expression did not match");
            case "uniqueItems":
                return operand == true
                    ? Simple(element, candidate => candidate.IsBsonArray, candidate => candidate.AsBsonArray.Distinct(BsonComparer.Instance).Count() == candidate.AsBsonArray.Count, "found a duplicate item")
                    : null;
            case "required":
                return PropertyRules.Required(element, Array(element));
            case "properties":
                return PropertyRules.Properties(Document(element));
            case "patternProperties" or "additionalProperties":
                return element.Name == "additionalProperties" || !schema.Contains("additionalProperties") ? PropertyRules.Others(schema) : null;
            case "dependencies":
                return PropertyRules.Dependencies(element, Document(element));
            case "items" or "additionalItems":
                return element.Name == "items" || !schema.Contains("items") ? ItemRules.Items(schema) : null;
            case "$ref" or "$schema" or "default" or "definitions" or "format" or "id":
                throw CommandException.FailedToParse($"$jsonSchema keyword '{element.Name}' is not currently supported");
            default:
                throw CommandException.FailedToParse($"Unknown $jsonSchema keyword: {element.Name}");
        }
    }

    public static BsonDocument Failure(BsonElement rule, string reason, BsonValue considered) => new()
    {
        { "operatorName", rule.Name },
        { "specifiedAs", new BsonDocument(rule) },
        { "reason", reason },
        { "consideredValue", considered },
    };

    public static CommandException Wrong(BsonElement element, string wanted) => CommandException.TypeMismatch($"$jsonSchema keyword '{element.Name}' must be a {wanted}");

    private static JsonSchema.Rule Simple(BsonElement element, Func<BsonValue, bool> applies, Func<BsonValue, bool> holds, string reason) =>
        candidate => !applies(candidate) || holds(candidate) ? null : Failure(element, reason, candidate);

    private static JsonSchema.Rule OfType(BsonElement element)
    {
        var type = new HasType(BsonTypeNames.Parse(element.Value is BsonArray names ? new BsonArray(names.Select(BsonName)) : BsonName(element.Value)));
        return candidate => type.Matches(candidate) ? null : Failure(element, "type did not match", candidate).Add("consideredType", BsonTypeNames.Of(candidate.BsonType));
    }

    private static BsonValue BsonName(BsonValue jsonName) => jsonName == "boolean" ? "bool" : jsonName;

    private static JsonSchema.Rule Combination(BsonElement element)
    {
        var schemas = Array(element).Select(Parse).ToList();
        return candidate =>
        {
            var satisfied = schemas.Count(schema => schema.IsSatisfiedBy(candidate));
            var holds = element.Name switch
            {
                "allOf" => satisfied == schemas.Count,
                "anyOf" => satisfied > 0,
                _ => satisfied == 1,
            };
            return holds ? null : new BsonDocument
            {
                { "operatorName", element.Name },
                {
                    "schemasNotSatisfied", new BsonArray(schemas.Select((schema, index) => (Index: index, Failures: schema.Failures(candidate)))
                        .Where(entry => entry.Failures.Count > 0)
                        .Select(entry => new BsonDocument { { "index", entry.Index }, { "details", entry.Failures } }))
                },
            };
        };
    }

    private static JsonSchema.Rule Limit(BsonElement element, BsonDocument schema)
    {
        var limit = element.Value is { IsNumeric: true } ? element.Value : throw Wrong(element, "number");
        var isMinimum = element.Name == "minimum";
        var isExclusive = schema.GetValue(isMinimum ? "exclusiveMinimum" : "exclusiveMaximum", false) == true;
        return Simple(
            element,
            BsonNumber.Is,
            candidate =>
            {
                var order = BsonComparer.Instance.Compare(candidate, limit) * (isMinimum ? 1 : -1);
                return order > 0 || (order == 0 && !isExclusive);
            },
            "comparison failed");
    }

    private static JsonSchema.Rule Size(BsonElement element, Func<BsonValue, int?> measure, string reason)
    {
        var limit = BsonNumber.TryToInt64(element.Value, out var number) && number >= 0 ? number : throw Wrong(element, "non-negative integer");
        var isMinimum = element.Name.StartsWith("min", StringComparison.Ordinal);
        return candidate => measure(candidate) is not { } size || (isMinimum ? size >= limit : size <= limit) ? null : Failure(element, reason, candidate);
    }

    private static BsonArray Array(BsonElement element) => element.Value is BsonArray { Count: > 0 } array ? array : throw Wrong(element, "non-empty array");

    private static BsonDocument Document(BsonElement element) => element.Value as BsonDocument ?? throw Wrong(element, "object");
}
