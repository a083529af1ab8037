using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class Exists : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is not null;
}
