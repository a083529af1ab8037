using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal sealed class DocumentOf(IReadOnlyList<(string Name, Expression Value)> fields) : Expression
{
    public override BsonValue Evaluate(EvaluationScope scope)
    {
        var result = new BsonDocument();
        foreach (var (name, expression) in fields)
        {
            if (expression.Evaluate(scope) is { } value)
            {
                result[name] = value;
            }
        }

        return result;
    }
}
