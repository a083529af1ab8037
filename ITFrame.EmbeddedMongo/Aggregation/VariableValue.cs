using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>The value that a variable has where the expression stands.</summary>
internal sealed class VariableValue(string name) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope) => scope.Find(name);
}
