using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal sealed class ArrayOf(IReadOnlyList<Expression> items) : Expression
{
    public override BsonValue Evaluate(EvaluationScope scope) =>
        new BsonArray(items.Select(item => item.Evaluate(scope) ?? BsonNull.Value));
}
