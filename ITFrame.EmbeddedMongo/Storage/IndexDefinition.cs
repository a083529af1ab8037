using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>One index of a collection, as the catalog keeps it.</summary>
internal sealed record IndexDefinition
{
    public const string IdName = "_id_";

    public required long Number { get; init; }

    public required string Name { get; init; }

    /// <summary>The specification as the client gave it, which listIndexes gives back.</summary>
    public required BsonDocument Specification { get; init; }

    public required IReadOnlyList<IndexField> Fields { get; init; }

    /// <summary>Whether some document had an array in an indexed field, so that it has several keys.</summary>
    public bool IsMultikey { get; init; }

    public bool IsUnique => IsId || Specification.GetValue("unique", false).ToBoolean();

    public bool IsSparse => Specification.GetValue("sparse", false).ToBoolean();

    public IndexUse Use { get; init; } = new();

    public bool IsHidden => Specification.GetValue("hidden", false).ToBoolean();

    /// <summary>What a document must satisfy to be listed; null: nothing.</summary>
    public Filter? PartialFilter { get; init; }

    public bool IsId => Name == IdName;

    public BsonDocument KeyPattern => Specification["key"].AsBsonDocument;

    public TimeSpan? ExpireAfter => Specification.TryGetValue("expireAfterSeconds", out var seconds) && seconds.IsNumeric
        ? TimeSpan.FromSeconds(Math.Clamp(seconds.ToDouble(), 0, int.MaxValue))
        : null;

    public bool HasKey(BsonDocument pattern) => KeyPattern.ElementCount == pattern.ElementCount
        && KeyPattern.Zip(pattern).All(pair => pair.First.Name == pair.Second.Name && BsonComparer.Instance.Equals(pair.First.Value, pair.Second.Value));

    public static IndexDefinition FromSpecification(long number, BsonDocument specification, bool isMultikey)
    {
        var fields = specification["key"].AsBsonDocument
            .Select(element => new IndexField(new BsonPath(element.Name), element.Value.IsNumeric && element.Value.ToDouble() < 0))
            .ToArray();
        return new IndexDefinition
        {
            Number = number,
            Name = specification["name"].AsString,
            Specification = specification,
            Fields = fields,
            IsMultikey = isMultikey,
            PartialFilter = specification.GetValue("partialFilterExpression", BsonNull.Value) is BsonDocument partial ? Filter.Parse(partial) : null,
        };
    }
}
