using System.Text.RegularExpressions;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>A part of a query that is asked about one value; null stands for a missing field.</summary>
internal abstract class ValuePredicate
{
    /// <summary>Whether the elements of an array are tried, beside the array itself.</summary>
    public virtual bool ExpandsArrays => true;

    public abstract bool Matches(BsonValue? value);
}

internal enum ComparisonKind
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed class Comparison(ComparisonKind kind, BsonValue operand) : ValuePredicate
{
    public ComparisonKind Kind => kind;

    public BsonValue Operand => operand;

    public override bool Matches(BsonValue? value)
    {
        if (kind == ComparisonKind.Equal && operand is BsonRegularExpression)
        {
            return value is not null && operand.Equals(value);
        }

        var actual = value ?? BsonNull.Value;

        // Only values of the operand's own kind compare with it, but for the two ends of the order.
        var sameBracket = BsonTypeOrder.Of(actual.BsonType) == BsonTypeOrder.Of(operand.BsonType);
        if (!sameBracket && (kind == ComparisonKind.Equal || operand.BsonType is not (BsonType.MinKey or BsonType.MaxKey)))
        {
            return false;
        }

        if (sameBracket && operand.BsonType is BsonType.Double or BsonType.Decimal128 && IsNaN(operand) != IsNaN(actual))
        {
            return false;
        }

        var order = BsonComparer.Instance.Compare(actual, operand);
        return kind switch
        {
            ComparisonKind.Equal => order == 0,
            ComparisonKind.Less => order < 0,
            ComparisonKind.LessOrEqual => order <= 0,
            ComparisonKind.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool IsNaN(BsonValue value) => BsonNumber.Is(value) && double.IsNaN(BsonNumber.ToDouble(value));
}

internal sealed class OneOf : ValuePredicate
{
    private readonly HashSet<BsonValue> _values;
    private readonly List<Regex> _patterns;
    private readonly bool _hasNull;

    public OneOf(BsonArray operands)
    {
        Values = operands.Where(value => value is not BsonRegularExpression).ToList();
        _values = new HashSet<BsonValue>(Values, BsonComparer.Instance);
        _patterns = operands.OfType<BsonRegularExpression>().Select(Patterns.Compile).ToList();
        _hasNull = _values.Contains(BsonNull.Value);
    }

    public IReadOnlyList<BsonValue> Values { get; }

    public bool HasPatterns => _patterns.Count > 0;

    public override bool Matches(BsonValue? value) => value is null
        ? _hasNull
        : _values.Contains(value) || (value.BsonType == BsonType.String && _patterns.Any(pattern => pattern.IsMatch(value.AsString)));
}

internal sealed class Exists : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is not null;
}

internal sealed class HasType(IReadOnlySet<BsonType> types) : ValuePredicate
{
    public override bool Matches(BsonValue? value) => value is not null && types.Contains(value.BsonType);
}

internal sealed class HasSize(int size) : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is BsonArray array && array.Count == size;
}

internal sealed class HasRemainder(long divisor, long remainder) : ValuePredicate
{
    public override bool Matches(BsonValue? value) => value is not null && BsonNumber.Is(value)
        && double.IsFinite(BsonNumber.ToDouble(value))
        && BsonNumber.Truncate(value) % divisor == remainder;
}

internal sealed class MatchesPattern(Regex pattern, BsonRegularExpression source) : ValuePredicate
{
    public override bool Matches(BsonValue? value) => value switch
    {
        { BsonType: BsonType.String or BsonType.Symbol } => pattern.IsMatch(value.ToString()!),
        BsonRegularExpression other => other.Equals(source),
        _ => false,
    };
}

internal sealed class ElementMatches(Condition condition) : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is BsonArray array
        && array.Any(item => item is BsonDocument document && condition.Matches(document));
}

internal sealed class ElementValueMatches(IReadOnlyList<(ValuePredicate Predicate, bool IsNegated)> predicates) : ValuePredicate
{
    public override bool ExpandsArrays => false;

    public override bool Matches(BsonValue? value) => value is BsonArray array
        && array.Any(item => predicates.All(entry => entry.Predicate.Matches(item) != entry.IsNegated));
}

internal sealed class HasBits(ulong mask, bool all, bool set) : ValuePredicate
{
    public override bool Matches(BsonValue? value)
    {
        if (value is null || !BsonNumber.TryToInt64(value, out var number))
        {
            return false;
        }

        var bits = (set ? (ulong)number : ~(ulong)number) & mask;
        return all ? bits == mask : bits != 0;
    }
}
