using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query.Schema;

/// <summary>Rules about the fields of a document.</summary>
internal static class PropertyRules
{
    public static JsonSchema.Rule Required(BsonElement element, BsonArray names)
    {
        var required = names.Select(name => name is BsonString text ? text.Value : throw JsonSchemaParser.Wrong(element, "array of strings")).ToList();
        return value =>
        {
            var missing = value is BsonDocument document ? required.Where(name => !document.Contains(name)).Order(StringComparer.Ordinal).ToList() : [];
            return missing.Count == 0 ? null : new BsonDocument
            {
                { "operatorName", "required" },
                { "specifiedAs", new BsonDocument(element) },
                { "missingProperties", new BsonArray(missing) },
            };
        };
    }

    public static JsonSchema.Rule Properties(BsonDocument specification)
    {
        var schemas = specification.Select(element => (element.Name, Schema: JsonSchemaParser.Parse(element.Value), Description: (element.Value as BsonDocument)?.GetValue("description", BsonNull.Value))).ToList();
        return value =>
        {
            var failed = new BsonArray();
            foreach (var (name, schema, description) in schemas)
            {
                if (value is BsonDocument document && document.TryGetValue(name, out var field) && schema.Failures(field) is { Count: > 0 } failures)
                {
                    var failure = new BsonDocument("propertyName", name);
                    failed.Add((description is BsonString ? failure.Add("description", description) : failure).Add("details", failures));
                }
            }

            return failed.Count == 0 ? null : new BsonDocument { { "operatorName", "properties" }, { "propertiesNotSatisfied", failed } };
        };
    }

    /// <summary>Fields that go by a pattern, and those that neither name nor pattern covers.</summary>
    public static JsonSchema.Rule Others(BsonDocument schema)
    {
        var named = (schema.GetValue("properties", BsonNull.Value) as BsonDocument)?.Names.ToHashSet() ?? [];
        var patterns = ((schema.GetValue("patternProperties", BsonNull.Value) as BsonDocument) ?? [])
            .Select(element => (Pattern: Patterns.Compile(new BsonRegularExpression(element.Name)), Schema: JsonSchemaParser.Parse(element.Value)))
            .ToList();
        var additional = schema.GetValue("additionalProperties", true);
        var others = additional is BsonDocument ? JsonSchemaParser.Parse(additional) : null;
        return value =>
        {
            foreach (var element in value as BsonDocument ?? [])
            {
                var matching = patterns.Where(entry => entry.Pattern.IsMatch(element.Name)).ToList();
                if (matching.Exists(entry => !entry.Schema.IsSatisfiedBy(element.Value)))
                {
                    return new BsonDocument { { "operatorName", "patternProperties" }, { "propertyName", element.Name }, { "consideredValue", element.Value } };
                }

                if (matching.Count == 0 && !named.Contains(element.Name) && (additional == false || others?.IsSatisfiedBy(element.Value) == false))
                {
                    return new BsonDocument
                    {
                        { "operatorName", "additionalProperties" },
                        { "specifiedAs", new BsonDocument("additionalProperties", additional) },
                        { "additionalProperties", new BsonArray { element.Name } },
                    };
                }
            }

            return null;
        };
    }

    public static JsonSchema.Rule Dependencies(BsonElement element, BsonDocument specification)
    {
        var dependencies = specification
            .Select(entry => (entry.Name, Names: entry.Value as BsonArray, Schema: entry.Value is BsonDocument ? JsonSchemaParser.Parse(entry.Value) : null))
            .ToList();
        return value => value is BsonDocument document && dependencies.Exists(dependency => document.Contains(dependency.Name)
            && (dependency.Names?.All(name => document.Contains(name.AsString)) == false || dependency.Schema?.IsSatisfiedBy(document) == false))
            ? JsonSchemaParser.Failure(element, "dependencies were not satisfied", value)
            : null;
    }
}
