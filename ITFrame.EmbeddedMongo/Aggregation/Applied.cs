using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>An operator whose arguments are all evaluated first.</summary>
internal sealed class Applied(Func<BsonValue?[], BsonValue?> function, Expression[] arguments) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope)
    {
        var values = new BsonValue?[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(scope);
        }

        return function(values);
    }
}
