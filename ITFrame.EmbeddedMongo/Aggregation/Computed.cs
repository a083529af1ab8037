using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>An expression given by a function, for operators that evaluate their arguments themselves.</summary>
internal sealed class Computed(Func<EvaluationScope, BsonValue?> compute) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope) => compute(scope);
}
