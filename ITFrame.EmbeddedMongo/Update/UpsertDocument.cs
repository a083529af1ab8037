using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>The document that an upsert starts from: what the query demands by equality.</summary>
internal static class UpsertDocument
{
    public static BsonDocument From(Filter filter)
    {
        var document = new BsonDocument();
        foreach (var condition in filter.Conjuncts.OfType<FieldMatches>())
        {
            var value = condition.Predicate switch
            {
                Comparison { Kind: ComparisonKind.Equal } equal => equal.Operand,
                OneOf { HasPatterns: false, Values: [var only] } => only,
                _ => null,
            };
            if (value is not null)
            {
                UpdatePath.Set(document, [.. condition.Path.Parts], value.DeepClone());
            }
        }

        return document;
    }
}
