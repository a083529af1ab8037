using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>The index that a client insists on, by name or by key pattern, or the order of storage.</summary>
internal sealed record IndexHint(string? Name, BsonDocument? KeyPattern, bool? NaturalDescending)
{
    public static IndexHint? ParseOptional(BsonValue? value) => value switch
    {
        null or BsonNull or BsonDocument { ElementCount: 0 } => null,
        BsonString name => new IndexHint(name.Value, null, null),
        BsonDocument natural when natural.GetElement(0).Name == "$natural" =>
            new IndexHint(null, null, natural[0].IsNumeric && BsonNumber.ToDouble(natural[0]) < 0),
        BsonDocument key => new IndexHint(null, key, null),
        _ => throw CommandException.FailedToParse("Hint must be a string or an object"),
    };

    /// <summary>The index that is meant; null: none, the whole collection is to be read.</summary>
    public IndexDefinition? Resolve(CollectionDefinition collection) => NaturalDescending is not null
        ? null
        : collection.Indexes.FirstOrDefault(index => !index.IsHidden && (Name is null ? IsKeyOf(index) : index.Name == Name))
            ?? throw CommandException.BadValue(
                $"error processing query: ns={collection.Namespace} planner returned error :: caused by :: hint provided does not correspond to an existing index");

    private bool IsKeyOf(IndexDefinition index) => index.HasKey(KeyPattern!);
}
