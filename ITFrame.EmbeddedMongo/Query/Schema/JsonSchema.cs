using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query.Schema;

/// <summary>A parsed $jsonSchema: rules that a value must satisfy, each of which says why it does not.</summary>
internal sealed class JsonSchema(IReadOnlyList<JsonSchema.Rule> rules)
{
    /// <summary>Returns what is wrong with the value, or null.</summary>
    public delegate BsonDocument? Rule(BsonValue value);

    public bool IsSatisfiedBy(BsonValue value) => rules.All(rule => rule(value) is null);

    public BsonArray Failures(BsonValue value) => new(rules.Select(rule => rule(value)).OfType<BsonDocument>());
}
