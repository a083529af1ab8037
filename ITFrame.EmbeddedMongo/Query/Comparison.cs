using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

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
