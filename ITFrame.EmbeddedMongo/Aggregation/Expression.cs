using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>An aggregation expression; its value is null (the reference) where the field is missing.</summary>
internal abstract class Expression
{
    public abstract BsonValue? Evaluate(EvaluationScope scope);

    public static bool IsTrue(BsonValue? value) => value switch
    {
        null or BsonNull or BsonUndefined => false,
        BsonBoolean boolean => boolean.Value,
        _ when BsonNumber.Is(value) => BsonNumber.ToDouble(value) != 0,
        _ => true,
    };

    public static bool IsNullish(BsonValue? value) => value is null or BsonNull or BsonUndefined;
}
