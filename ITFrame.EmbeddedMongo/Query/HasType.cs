using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class HasType(IReadOnlySet<BsonType> types) : ValuePredicate
{
    public override bool Matches(BsonValue? value) => value is not null && types.Contains(value.BsonType);
}
