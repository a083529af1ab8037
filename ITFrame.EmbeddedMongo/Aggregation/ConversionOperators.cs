using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class ConversionOperators
{
    public static void AddTo(Dictionary<string, OperatorDefinition> table)
    {
        foreach (var (name, target) in (ReadOnlySpan<(string, string)>)[
            ("$toString", "string"), ("$toInt", "int"), ("$toLong", "long"), ("$toDouble", "double"), ("$toDecimal", "decimal"),
            ("$toBool", "bool"), ("$toDate", "date"), ("$toObjectId", "objectId")])
        {
            table[name] = new(1, 1, values => Expression.IsNullish(values[0]) ? BsonNull.Value : Convert(values[0]!, target));
        }

        table["$convert"] = new(2, 4, ConvertOrElse) { NamedArguments = ["input", "to", "onError", "onNull"] };
    }

    private static BsonValue? ConvertOrElse(BsonValue?[] values)
    {
        if (Expression.IsNullish(values[0]))
        {
            return values.Length > 3 && values[3] is { } onNull ? onNull : BsonNull.Value;
        }

        try
        {
            return Convert(values[0]!, values[1] is BsonString target ? target.Value : throw CommandException.FailedToParse("$convert's 'to' must be a type name"));
        }
        catch (CommandException) when (values.Length > 2 && values[2] is not null)
        {
            return values[2];
        }
    }

    private static BsonValue Convert(BsonValue value, string target)
    {
        try
        {
            return target switch
            {
                "string" => Text(value),
                "int" => new BsonInt32(checked((int)Integer(value))),
                "long" => new BsonInt64(Integer(value)),
                "double" => new BsonDouble(Double(value)),
                "decimal" => new BsonDecimal128(value is BsonString text ? Decimal128.Parse(text.Value) : Decimal(value)),
                "bool" => Expression.IsTrue(value),
                "date" => Date(value),
                "objectId" => value is BsonObjectId ? value : new BsonObjectId(ObjectId.Parse(value.AsString)),
                _ => throw CommandException.BadValue($"Unknown type name: {target}"),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidCastException or ArgumentOutOfRangeException)
        {
            throw new CommandException((ErrorCode)241, $"Failed to convert {Query.BsonTypeNames.Of(value.BsonType)} to {target} in $convert");
        }
    }

    private static BsonString Text(BsonValue value) => value switch
    {
        BsonString text => text,
        BsonBoolean boolean => boolean.Value ? "true" : "false",
        BsonDateTime date => Dates.Text(date),
        BsonDouble number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        BsonDocument or BsonArray or BsonBinaryData or BsonJavaScriptWithScope => throw new InvalidCastException(),
        _ => value.ToString()!,
    };

    private static long Integer(BsonValue value) => value switch
    {
        BsonString text => long.Parse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        BsonBoolean boolean => boolean.Value ? 1 : 0,
        BsonDateTime date => date.MillisecondsSinceEpoch,
        BsonDouble number => checked((long)number.Value),
        BsonDecimal128 number => checked((long)Decimal128.ToDecimal(number.Value)),
        _ when BsonNumber.IsInteger(value) => BsonNumber.ToInt64(value),
        _ => throw new InvalidCastException(),
    };

    private static Decimal128 Decimal(BsonValue value) => value switch
    {
        BsonBoolean boolean => boolean.Value ? 1 : 0,
        BsonDateTime date => date.MillisecondsSinceEpoch,
        BsonDecimal128 number => number.Value,
        BsonDouble number => Decimal128.Parse(number.Value.ToString("R", CultureInfo.InvariantCulture)),
        _ when BsonNumber.IsInteger(value) => BsonNumber.ToInt64(value),
        _ => throw new InvalidCastException(),
    };

    private static double Double(BsonValue value) => value switch
    {
        BsonString text => double.Parse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture),
        BsonBoolean boolean => boolean.Value ? 1 : 0,
        BsonDateTime date => date.MillisecondsSinceEpoch,
        _ when BsonNumber.Is(value) => BsonNumber.ToDouble(value),
        _ => throw new InvalidCastException(),
    };

    private static BsonDateTime Date(BsonValue value) => value switch
    {
        BsonDateTime date => date,
        BsonString text => new BsonDateTime(DateTime.Parse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)),
        BsonObjectId id => new BsonDateTime(id.Value.CreationTime),
        BsonTimestamp timestamp => new BsonDateTime((uint)timestamp.Timestamp * 1000L),
        BsonInt64 or BsonDouble or BsonDecimal128 => new BsonDateTime(BsonNumber.Truncate(value)),
        _ => throw new InvalidCastException(),
    };
}
