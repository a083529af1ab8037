using System.Text;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class TextOperators
{
    public static void AddTo(Dictionary<string, OperatorDefinition> table)
    {
        table["$concat"] = new(0, int.MaxValue, values => Array.Exists(values, Expression.IsNullish)
            ? BsonNull.Value
            : string.Concat(values.Select(value => Text("$concat", value))));
        table["$toLower"] = new(1, 1, values => Coerce(values[0]).ToLowerInvariant());
        table["$toUpper"] = new(1, 1, values => Coerce(values[0]).ToUpperInvariant());
        table["$strLenCP"] = new(1, 1, values => Text("$strLenCP", values[0]).EnumerateRunes().Count());
        table["$strLenBytes"] = new(1, 1, values => Encoding.UTF8.GetByteCount(Text("$strLenBytes", values[0])));
        table["$substrCP"] = new(3, 3, Substring);
        table["$substr"] = new(3, 3, SubstringBytes);
        table["$substrBytes"] = new(3, 3, SubstringBytes);
        table["$split"] = new(2, 2, values => Array.Exists(values, Expression.IsNullish)
            ? BsonNull.Value
            : new BsonArray(Text("$split", values[0]).Split(Separator(values[1]))));
        table["$strcasecmp"] = new(2, 2, values => Math.Sign(string.CompareOrdinal(Coerce(values[0]).ToUpperInvariant(), Coerce(values[1]).ToUpperInvariant())));
        table["$trim"] = Trim("$trim", (text, chars) => text.Trim(chars));
        table["$ltrim"] = Trim("$ltrim", (text, chars) => text.TrimStart(chars));
        table["$rtrim"] = Trim("$rtrim", (text, chars) => text.TrimEnd(chars));
        table["$indexOfCP"] = new(2, 4, values => IndexOf("$indexOfCP", values, CodePoints));
        table["$indexOfBytes"] = new(2, 4, values => IndexOf("$indexOfBytes", values, Encoding.UTF8.GetByteCount));
        table["$replaceOne"] = Replace("$replaceOne", firstOnly: true);
        table["$replaceAll"] = Replace("$replaceAll", firstOnly: false);
        table["$regexMatch"] = new(2, 3, values => !Expression.IsNullish(values[0])
            && Pattern(values).IsMatch(Text("$regexMatch", values[0])))
        { NamedArguments = ["input", "regex", "options"] };
        table["$regexFind"] = new(2, 3, values => Expression.IsNullish(values[0]) || Expression.IsNullish(values[1])
            ? BsonNull.Value
            : Found(Pattern(values).Match(Text("$regexFind", values[0]))) ?? (BsonValue)BsonNull.Value)
        { NamedArguments = ["input", "regex", "options"] };
        table["$regexFindAll"] = new(2, 3, values => Expression.IsNullish(values[0]) || Expression.IsNullish(values[1])
            ? new BsonArray()
            : new BsonArray(Pattern(values).Matches(Text("$regexFindAll", values[0])).Select(Found)))
        { NamedArguments = ["input", "regex", "options"] };
    }

    private static BsonDocument? Found(System.Text.RegularExpressions.Match match) => match.Success
        ? new BsonDocument
        {
            { "match", match.Value },
            { "idx", CodePoints(match.Result("$`")) },
            { "captures", new BsonArray(match.Groups.Cast<System.Text.RegularExpressions.Group>().Skip(1).Select(group => group.Success ? (BsonValue)group.Value : BsonNull.Value)) },
        }
        : null;

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static System.Text.RegularExpressions.Regex Pattern(BsonValue?[] values)
    {
        var options = values.Length > 2 && values[2] is BsonString given ? given.Value : "";
        return values[1] switch
        {
            BsonRegularExpression expression => Patterns.Compile(expression.Pattern, options.Length > 0 ? options : expression.Options),
            BsonString pattern => Patterns.Compile(pattern.Value, options),
            _ => throw CommandException.BadValue("$regexMatch needs 'regex' to be of type string or regex"),
        };
    }

    private static BsonValue Substring(BsonValue?[] values)
    {
        var runes = Coerce(values[0]).EnumerateRunes().ToArray();
        var start = Math.Max(0, Number(values[1]));
        var length = Number(values[2]);
        return string.Concat(runes.Skip(start).Take(length < 0 ? int.MaxValue : length).Select(rune => rune.ToString()));
    }

    private static BsonValue SubstringBytes(BsonValue?[] values)
    {
        var bytes = Encoding.UTF8.GetBytes(Coerce(values[0]));
        var start = Math.Clamp(Number(values[1]), 0, bytes.Length);
        var length = Number(values[2]);
        var count = length < 0 ? bytes.Length - start : Math.Min(length, bytes.Length - start);
        return Encoding.UTF8.GetString(bytes, start, count);
    }

    // Positions count code points or bytes, where .NET counts UTF-16 units.
    private static BsonValue IndexOf(string name, BsonValue?[] values, Func<string, int> measure)
    {
        if (Expression.IsNullish(values[0]))
        {
            return BsonNull.Value;
        }

        var (text, wanted) = (Text(name, values[0]), Text(name, values[1]));
        var start = values.Length > 2 ? Number(values[2]) : 0;
        var end = values.Length > 3 ? Number(values[3]) : int.MaxValue;
        for (var at = text.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = at < text.Length ? text.IndexOf(wanted, at + 1, StringComparison.Ordinal) : -1)
        {
            var position = measure(text[..at]);
            if (position >= start && position + measure(wanted) <= end)
            {
                return position;
            }
        }

        return -1;
    }

    private static OperatorDefinition Trim(string name, Func<string, char[]?, string> trim) => new(1, 2, values => Expression.IsNullish(values[0])
        ? BsonNull.Value
        : trim(Text(name, values[0]), values.Length > 1 && values[1] is BsonString chars ? chars.Value.ToCharArray() : null))
    { NamedArguments = ["input", "chars"] };

    private static OperatorDefinition Replace(string name, bool firstOnly) => new(3, 3, values =>
    {
        if (Array.Exists(values, Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var (text, find, replacement) = (Text(name, values[0]), Text(name, values[1]), Text(name, values[2]));
        if (find.Length == 0)
        {
            return text;
        }

        if (!firstOnly)
        {
            return text.Replace(find, replacement, StringComparison.Ordinal);
        }

        var at = text.IndexOf(find, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + find.Length));
    })
    { NamedArguments = ["input", "find", "replacement"] };

    private static string Separator(BsonValue? value) => Text("$split", value) is { Length: > 0 } separator
        ? separator
        : throw new CommandException((ErrorCode)40087, "$split requires a non-empty separator");

    private static int Number(BsonValue? value) => value is not null && BsonNumber.Is(value)
        ? BsonNumber.TruncateToInt32(value)
        : throw CommandException.TypeMismatch("an index or length must be a number");

    private static string Coerce(BsonValue? value) => value switch
    {
        _ when Expression.IsNullish(value) => "",
        BsonString text => text.Value,
        BsonDateTime date => Dates.Text(date),
        BsonInt32 or BsonInt64 or BsonDouble or BsonDecimal128 or BsonTimestamp or BsonSymbol => value.ToString()!,
        _ => throw new CommandException((ErrorCode)16007, $"can't convert from BSON type {BsonTypeNames.Of(value!.BsonType)} to String"),
    };

    private static string Text(string name, BsonValue? value) => value is BsonString text
        ? text.Value
        : throw new CommandException((ErrorCode)16702, $"{name} only supports strings, not {BsonTypeNames.Of(value?.BsonType ?? BsonType.Null)}");
}
