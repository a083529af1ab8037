using ITFrame.EmbeddedMongo.Aggregation;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class ExpressionHolds(Expression expression) : Condition
{
    public override bool Matches(BsonDocument document) => Expression.IsTrue(expression.Evaluate(new EvaluationScope(document)));
}
