using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class ElementMatches(Condition condition) : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is BsonArray array
        && array.Any(item => item is BsonDocument document && condition.Matches(document));
}
