using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>Comparison and arithmetic over the four number types, with MongoDB's rules of promotion.</summary>
internal static class BsonNumber
{
    public static bool Is(BsonValue value) => value.BsonType is BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128;

    public static bool IsInteger(BsonValue value) => value.BsonType is BsonType.Int32 or BsonType.Int64;

    public static int Compare(BsonValue left, BsonValue right)
    {
        if (IsInteger(left) && IsInteger(right))
        {
            return ToInt64(left).CompareTo(ToInt64(right));
        }

        if (left.BsonType == BsonType.Decimal128 || right.BsonType == BsonType.Decimal128)
        {
            return CompareDecimal(left, right);
        }

        return (left.BsonType, right.BsonType) switch
        {
            (BsonType.Double, BsonType.Double) => CompareDouble(left.AsDouble, right.AsDouble),
            (BsonType.Double, _) => -CompareIntegerToDouble(ToInt64(right), left.AsDouble),
            _ => CompareIntegerToDouble(ToInt64(left), right.AsDouble),
        };
    }

    /// <summary>The value as a 64-bit integer when it is one exactly.</summary>
    public static bool TryToInt64(BsonValue value, out long result)
    {
        switch (value.BsonType)
        {
            case BsonType.Int32 or BsonType.Int64:
                result = ToInt64(value);
                return true;
            case BsonType.Double when value.AsDouble is >= -9223372036854775808.0 and < 9223372036854775808.0 && Math.Floor(value.AsDouble) == value.AsDouble:
                result = (long)value.AsDouble;
                return true;
            case BsonType.Decimal128 when TryToDecimal(value, out var number) && decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue:
                result = (long)number;
                return true;
            default:
                result = 0;
                return false;
        }
    }

    public static long ToInt64(BsonValue value) => value.BsonType == BsonType.Int32 ? value.AsInt32 : value.AsInt64;

    public static double ToDouble(BsonValue value) => value.BsonType switch
    {
        BsonType.Int32 => value.AsInt32,
        BsonType.Int64 => value.AsInt64,
        BsonType.Double => value.AsDouble,
        BsonType.Decimal128 => Decimal128.ToDouble(value.AsDecimal128),
        _ => double.NaN,
    };

    /// <summary>Truncates towards zero and clamps to the range, as options such as limit and maxTimeMS are read.</summary>
    public static long Truncate(BsonValue value)
    {
        if (IsInteger(value))
        {
            return ToInt64(value);
        }

        var number = ToDouble(value);
        return double.IsNaN(number) ? 0
            : number >= long.MaxValue ? long.MaxValue
            : number <= long.MinValue ? long.MinValue
            : (long)number;
    }

    /// <summary>As <see cref="Truncate"/>, to a number of 32 bits that can be negated.</summary>
    public static int TruncateToInt32(BsonValue value) => (int)Math.Clamp(Truncate(value), -int.MaxValue, int.MaxValue);

    public static BsonValue Add(BsonValue left, BsonValue right) => Combine(left, right, static (a, b) => checked(a + b), static (a, b) => a + b, static (a, b) => a + b);

    public static BsonValue Subtract(BsonValue left, BsonValue right) => Combine(left, right, static (a, b) => checked(a - b), static (a, b) => a - b, static (a, b) => a - b);

    public static BsonValue Multiply(BsonValue left, BsonValue right) => Combine(left, right, static (a, b) => checked(a * b), static (a, b) => a * b, static (a, b) => a * b);

    /// <summary>The quotient, which is no integer even of integers. The divisor is not zero.</summary>
    public static BsonValue Divide(BsonValue left, BsonValue right) => left.BsonType == BsonType.Decimal128 || right.BsonType == BsonType.Decimal128
        ? CombineDecimals(left, right, static (a, b) => a / b, static (a, b) => a / b)
        : new BsonDouble(ToDouble(left) / ToDouble(right));

    public static bool TryToDecimal(BsonValue value, out decimal result)
    {
        try
        {
            result = value.BsonType switch
            {
                BsonType.Int32 => value.AsInt32,
                BsonType.Int64 => value.AsInt64,
                BsonType.Double => (decimal)value.AsDouble,
                _ => Decimal128.ToDecimal(value.AsDecimal128),
            };
            return true;
        }
        catch (OverflowException)
        {
            result = 0;
            return false;
        }
    }

    // int32 stays int32 while it fits, then becomes int64; int64 that overflows becomes a double.
    private static BsonValue Combine(BsonValue left, BsonValue right, Func<long, long, long> integers, Func<double, double, double> doubles, Func<decimal, decimal, decimal> decimals)
    {
        if (left.BsonType == BsonType.Decimal128 || right.BsonType == BsonType.Decimal128)
        {
            return CombineDecimals(left, right, doubles, decimals);
        }

        if (left.BsonType == BsonType.Double || right.BsonType == BsonType.Double)
        {
            return new BsonDouble(doubles(ToDouble(left), ToDouble(right)));
        }

        try
        {
            var result = integers(ToInt64(left), ToInt64(right));
            return left.BsonType == BsonType.Int32 && right.BsonType == BsonType.Int32 && result is >= int.MinValue and <= int.MaxValue
                ? new BsonInt32((int)result)
                : new BsonInt64(result);
        }
        catch (OverflowException)
        {
            return new BsonDouble(doubles(ToDouble(left), ToDouble(right)));
        }
    }

    private static BsonDecimal128 CombineDecimals(BsonValue left, BsonValue right, Func<double, double, double> doubles, Func<decimal, decimal, decimal> decimals)
    {
        try
        {
            if (TryToDecimal(left, out var a) && TryToDecimal(right, out var b))
            {
                return new BsonDecimal128(new Decimal128(decimals(a, b)));
            }
        }
        catch (ArithmeticException)
        {
            // Falls through to the wider, less exact range below.
        }

        return new BsonDecimal128(ToDecimal128(doubles(ToDouble(left), ToDouble(right))));
    }

    private static Decimal128 ToDecimal128(double value) => double.IsNaN(value) ? Decimal128.QNaN
        : double.IsPositiveInfinity(value) ? Decimal128.PositiveInfinity
        : double.IsNegativeInfinity(value) ? Decimal128.NegativeInfinity
        : Decimal128.Parse(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));

    // NaN sorts below every other number and equals itself.
    private static int CompareDouble(double left, double right) => left.CompareTo(right);

    private static int CompareIntegerToDouble(long left, double right)
    {
        if (double.IsNaN(right))
        {
            return 1;
        }

        if (right >= 9223372036854775808.0)
        {
            return -1;
        }

        if (right < -9223372036854775808.0)
        {
            return 1;
        }

        var whole = (long)right;
        return left != whole ? left.CompareTo(whole) : 0.0.CompareTo(right - whole);
    }

    private static int CompareDecimal(BsonValue left, BsonValue right)
    {
        if (TryToDecimalExactly(left, out var a) && TryToDecimalExactly(right, out var b))
        {
            return a.CompareTo(b);
        }

        return CompareDouble(ToDouble(left), ToDouble(right));
    }

    private static bool TryToDecimalExactly(BsonValue value, out decimal result)
    {
        if (value.BsonType == BsonType.Double && (!double.IsFinite(value.AsDouble) || Math.Abs(value.AsDouble) > 1e28))
        {
            result = 0;
            return false;
        }

        if (value.BsonType == BsonType.Decimal128 && (Decimal128.IsNaN(value.AsDecimal128) || Decimal128.IsInfinity(value.AsDecimal128)))
        {
            result = 0;
            return false;
        }

        return TryToDecimal(value, out result);
    }
}
