using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class HasSize(int size) : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is BsonArray array && array.Count == size;
}
