using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>
/// Proves that whatever a query asks for satisfies the filter of a partial index too, so that the index lists all of
/// it. Where it cannot prove it, the answer is no.
/// </summary>
internal static class PartialIndexes
{
    public static bool IsImplied(IReadOnlyList<Condition> query, Condition partial) => partial switch
    {
        AllOf all => all.Conditions.All(condition => IsImplied(query, condition)),
        AnyOf any => any.Conditions.Any(condition => IsImplied(query, condition)),
        FieldMatches field => query.Any(condition => Implies(condition, field)),
        _ => false,
    };

    /// <summary>Whether a filter is made of what MongoDB allows in the filter of a partial index.</summary>
    public static bool IsAllowed(Condition condition) => condition switch
    {
        AllOf all => all.Conditions.All(IsAllowed),
        AnyOf any => any.Conditions.All(IsAllowed),
        FieldMatches field => field.Predicate is Comparison or OneOf { HasPatterns: false } or Exists or HasType,
        _ => false,
    };

    // A query of alternatives implies what each of them implies.
    private static bool Implies(Condition query, FieldMatches partial) => query switch
    {
        FieldMatches field => field.Path.Text == partial.Path.Text && Implies(field.Predicate, partial.Predicate),
        AnyOf any => any.Conditions.All(condition => Implies(condition, partial)),
        AllOf all => all.Conditions.Any(condition => Implies(condition, partial)),
        _ => false,
    };

    private static bool Implies(ValuePredicate query, ValuePredicate partial) => query switch
    {
        Comparison { Kind: ComparisonKind.Equal } equal => Satisfies(equal.Operand, partial),
        OneOf { HasPatterns: false } list => list.Values.All(value => Satisfies(value, partial)),
        Comparison range when partial is Comparison wanted && Covers(wanted, range) => true,
        _ => partial is Exists && AsksForPresence(query),
    };

    // Arrays are compared as wholes and by their elements, and a missing field equals null; both prove less than they seem to.
    private static bool Satisfies(BsonValue value, ValuePredicate partial) => value is not (BsonArray or BsonRegularExpression or BsonUndefined)
        && partial.Matches(value)
        && (value is not BsonNull || partial.Matches(null));

    private static bool Covers(Comparison wanted, Comparison given)
    {
        if (wanted.Kind == ComparisonKind.Equal || IsLower(wanted) != IsLower(given)
            || BsonTypeOrder.Of(wanted.Operand.BsonType) != BsonTypeOrder.Of(given.Operand.BsonType)
            || !IsPlain(wanted.Operand) || !IsPlain(given.Operand))
        {
            return false;
        }

        var order = BsonComparer.Instance.Compare(given.Operand, wanted.Operand) * (IsLower(wanted) ? 1 : -1);
        return order > 0 || (order == 0 && (IsInclusive(wanted) || !IsInclusive(given)));
    }

    private static bool AsksForPresence(ValuePredicate predicate) => predicate switch
    {
        Exists or HasType or MatchesPattern or HasSize or HasRemainder or HasBits or ElementMatches or ElementValueMatches => true,
        Comparison comparison => IsPlain(comparison.Operand),
        _ => false,
    };

    private static bool IsPlain(BsonValue value) =>
        value is not (BsonNull or BsonMinKey or BsonMaxKey or BsonUndefined or BsonArray or BsonRegularExpression)
        && !(BsonNumber.Is(value) && double.IsNaN(BsonNumber.ToDouble(value)));

    private static bool IsLower(Comparison comparison) => comparison.Kind is ComparisonKind.Greater or ComparisonKind.GreaterOrEqual;

    private static bool IsInclusive(Comparison comparison) => comparison.Kind is ComparisonKind.GreaterOrEqual or ComparisonKind.LessOrEqual;
}
