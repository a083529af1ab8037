using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class ElementValueMatches(IReadOnlyList<(ValuePredicate Predicate, bool IsNegated)> predicates) : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is BsonArray array
        && array.Any(item => predicates.All(entry => entry.Predicate.Matches(item) != entry.IsNegated));
}
