using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>One test of a file in the unified format.</summary>
/// <param name="File">The file's name without its ending.</param>
/// <param name="Shared">The whole file: what its tests share.</param>
/// <param name="Definition">The test itself.</param>
internal sealed record UnifiedTest(string File, BsonDocument Shared, BsonDocument Definition)
{
    public string Name => $"{File}: {Definition["description"].AsString}";

    public IEnumerable<BsonDocument> SharedDocuments(string field) => Documents(Shared, field);

    public IEnumerable<BsonDocument> Documents(string field) => Documents(Definition, field);

    private static IEnumerable<BsonDocument> Documents(BsonDocument owner, string field) =>
        owner.TryGetValue(field, out var list) ? list.AsBsonArray.Cast<BsonDocument>() : [];
}
