using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal sealed class Constant(BsonValue? value) : Expression
{
    public BsonValue? Value => value;

    public override BsonValue? Evaluate(EvaluationScope scope) => value;
}
