using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>A field of the document or of a variable; through an array it gives the array of what its elements give.</summary>
internal sealed class FieldPath(Expression? start, string[] parts) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope) =>
        Walk(start is null ? scope.Root : start.Evaluate(scope), 0);

    private BsonValue? Walk(BsonValue? value, int depth)
    {
        if (depth == parts.Length)
        {
            return value;
        }

        return value switch
        {
            BsonDocument document => document.TryGetValue(parts[depth], out var inner) ? Walk(inner, depth + 1) : null,
            BsonArray array => new BsonArray(array.Select(item => Walk(item, depth)).OfType<BsonValue>()),
            _ => null,
        };
    }
}
