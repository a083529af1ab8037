using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class ArithmeticOperators
{
    public static void AddTo(Dictionary<string, OperatorDefinition> table)
    {
        table["$add"] = new(0, int.MaxValue, Add);
        table["$subtract"] = new(2, 2, Subtract);
        table["$multiply"] = new(0, int.MaxValue, values => Fold("$multiply", values, new BsonInt32(1), BsonNumber.Multiply));
        table["$divide"] = new(2, 2, Divide);
        table["$mod"] = new(2, 2, Mod);
        table["$abs"] = One("$abs", value => BsonNumber.IsInteger(value) && BsonNumber.ToInt64(value) != long.MinValue
            ? Integer(Math.Abs(BsonNumber.ToInt64(value)), value)
            : new BsonDouble(Math.Abs(BsonNumber.ToDouble(value))));
        table["$ceil"] = One("$ceil", value => BsonNumber.IsInteger(value) ? value : new BsonDouble(Math.Ceiling(BsonNumber.ToDouble(value))));
        table["$floor"] = One("$floor", value => BsonNumber.IsInteger(value) ? value : new BsonDouble(Math.Floor(BsonNumber.ToDouble(value))));
        table["$sqrt"] = One("$sqrt", value => new BsonDouble(Math.Sqrt(BsonNumber.ToDouble(value))));
        table["$exp"] = One("$exp", value => new BsonDouble(Math.Exp(BsonNumber.ToDouble(value))));
        table["$ln"] = One("$ln", value => new BsonDouble(Math.Log(BsonNumber.ToDouble(value))));
        table["$log10"] = One("$log10", value => new BsonDouble(Math.Log10(BsonNumber.ToDouble(value))));
        foreach (var (name, function) in (ReadOnlySpan<(string, Func<double, double>)>)[
            ("$sin", Math.Sin), ("$cos", Math.Cos), ("$tan", Math.Tan), ("$asin", Math.Asin), ("$acos", Math.Acos), ("$atan", Math.Atan),
            ("$sinh", Math.Sinh), ("$cosh", Math.Cosh), ("$tanh", Math.Tanh), ("$asinh", Math.Asinh), ("$acosh", Math.Acosh), ("$atanh", Math.Atanh),
            ("$degreesToRadians", double.DegreesToRadians), ("$radiansToDegrees", double.RadiansToDegrees)])
        {
            table[name] = One(name, value => new BsonDouble(function(BsonNumber.ToDouble(value))));
        }

        table["$atan2"] = Two("$atan2", (y, x) => new BsonDouble(Math.Atan2(BsonNumber.ToDouble(y), BsonNumber.ToDouble(x))));
        table["$bitAnd"] = Bits("$bitAnd", -1, (left, right) => left & right);
        table["$bitOr"] = Bits("$bitOr", 0, (left, right) => left | right);
        table["$bitXor"] = Bits("$bitXor", 0, (left, right) => left ^ right);
        table["$bitNot"] = One("$bitNot", value => BsonNumber.IsInteger(value) ? Integer(~BsonNumber.ToInt64(value), value) : throw CommandException.TypeMismatch("$bitNot only supports int and long"));
        table["$pow"] = Two("$pow", Power);
        table["$log"] = Two("$log", (value, radix) => new BsonDouble(Math.Log(BsonNumber.ToDouble(value), BsonNumber.ToDouble(radix))));
        table["$round"] = Rounding("$round", MidpointRounding.ToEven);
        table["$trunc"] = Rounding("$trunc", MidpointRounding.ToZero);
    }

    private static BsonValue Add(BsonValue?[] values)
    {
        if (Array.Exists(values, Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var dates = values.OfType<BsonDateTime>().ToList();
        var rest = Fold("$add", values.Where(value => value is not BsonDateTime).ToArray(), new BsonInt32(0), BsonNumber.Add);
        return dates switch
        {
            [] => rest,
            [var date] => new BsonDateTime(Dates.InRange(() => checked(date.MillisecondsSinceEpoch + BsonNumber.Truncate(rest)))),
            _ => throw new CommandException((ErrorCode)16612, "only one date allowed in an $add expression"),
        };
    }

    private static BsonValue Subtract(BsonValue?[] values) => (values[0], values[1]) switch
    {
        var (left, right) when Expression.IsNullish(left) || Expression.IsNullish(right) => BsonNull.Value,
        (BsonDateTime left, BsonDateTime right) => Dates.InRange(() => checked(left.MillisecondsSinceEpoch - right.MillisecondsSinceEpoch)),
        (BsonDateTime left, { } right) => new BsonDateTime(Dates.InRange(() => checked(left.MillisecondsSinceEpoch - BsonNumber.Truncate(Number("$subtract", right))))),
        var (left, right) => BsonNumber.Subtract(Number("$subtract", left), Number("$subtract", right)),
    };

    private static BsonValue Divide(BsonValue?[] values)
    {
        if (Array.Exists(values, Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var (left, right) = (Number("$divide", values[0]), Number("$divide", values[1]));
        if (BsonNumber.ToDouble(right) == 0)
        {
            throw CommandException.BadValue("can't $divide by zero");
        }

        return BsonNumber.Divide(left, right);
    }

    private static BsonValue Mod(BsonValue?[] values)
    {
        if (Array.Exists(values, Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var (left, right) = (Number("$mod", values[0]), Number("$mod", values[1]));
        if (BsonNumber.ToDouble(right) == 0)
        {
            throw CommandException.BadValue("can't $mod by zero");
        }

        return BsonNumber.IsInteger(left) && BsonNumber.IsInteger(right)
            ? Integer(BsonNumber.ToInt64(right) == -1 ? 0 : BsonNumber.ToInt64(left) % BsonNumber.ToInt64(right), left, right)
            : new BsonDouble(BsonNumber.ToDouble(left) % BsonNumber.ToDouble(right));
    }

    private static BsonValue Power(BsonValue value, BsonValue exponent)
    {
        var result = Math.Pow(BsonNumber.ToDouble(value), BsonNumber.ToDouble(exponent));
        return BsonNumber.IsInteger(value) && BsonNumber.IsInteger(exponent) && Math.Abs(result) < 9e15 && Math.Floor(result) == result
            ? Integer((long)result, value, exponent)
            : new BsonDouble(result);
    }

    private static OperatorDefinition Rounding(string name, MidpointRounding mode) => new(1, 2, values =>
    {
        if (Expression.IsNullish(values[0]))
        {
            return BsonNull.Value;
        }

        var value = Number(name, values[0]);
        var places = values.Length > 1 ? (int)Math.Clamp(BsonNumber.Truncate(Number(name, values[1])), -20, 15) : 0;
        if (BsonNumber.IsInteger(value) && places >= 0)
        {
            return value;
        }

        var scale = Math.Pow(10, Math.Abs(places));
        var number = BsonNumber.ToDouble(value);
        var rounded = places >= 0 ? Math.Round(number, places, mode) : Math.Round(number / scale, mode) * scale;
        return BsonNumber.IsInteger(value) ? Integer((long)rounded, value) : new BsonDouble(rounded);
    });

    private static OperatorDefinition Bits(string name, int start, Func<long, long, long> combine) => new(0, int.MaxValue, values => Fold(name, values, new BsonInt32(start), (left, right) =>
        BsonNumber.IsInteger(left) && BsonNumber.IsInteger(right) ? Integer(combine(BsonNumber.ToInt64(left), BsonNumber.ToInt64(right)), left, right) : throw CommandException.TypeMismatch($"{name} only supports int and long")));

    private static OperatorDefinition One(string name, Func<BsonValue, BsonValue> function) =>
        new(1, 1, values => Expression.IsNullish(values[0]) ? BsonNull.Value : function(Number(name, values[0])));

    private static OperatorDefinition Two(string name, Func<BsonValue, BsonValue, BsonValue> function) =>
        new(2, 2, values => Array.Exists(values, Expression.IsNullish) ? BsonNull.Value : function(Number(name, values[0]), Number(name, values[1])));

    private static BsonValue Fold(string name, BsonValue?[] values, BsonValue start, Func<BsonValue, BsonValue, BsonValue> combine) =>
        Array.Exists(values, Expression.IsNullish) ? BsonNull.Value : values.Aggregate(start, (total, value) => combine(total, Number(name, value)));

    private static BsonValue Number(string name, BsonValue? value) => value is not null && BsonNumber.Is(value)
        ? value
        : throw CommandException.TypeMismatch($"{name} only supports numeric types, not {Query.BsonTypeNames.Of(value?.BsonType ?? BsonType.Null)}");

    private static BsonValue Integer(long result, params ReadOnlySpan<BsonValue> operands)
    {
        var isSmall = result is >= int.MinValue and <= int.MaxValue;
        foreach (var operand in operands)
        {
            isSmall &= operand.BsonType == BsonType.Int32;
        }

        return isSmall ? new BsonInt32((int)result) : new BsonInt64(result);
    }
}
