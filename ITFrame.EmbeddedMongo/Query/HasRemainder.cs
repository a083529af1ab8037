using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class HasRemainder(long divisor, long remainder) : ValuePredicate
{
    public override bool Matches(BsonValue? value) => value is not null && BsonNumber.Is(value)
        && double.IsFinite(BsonNumber.ToDouble(value))
        && BsonNumber.Truncate(value) % divisor == remainder;
}
