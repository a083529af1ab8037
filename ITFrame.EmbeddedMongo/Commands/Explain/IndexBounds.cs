using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace ITFrame.EmbeddedMongo.Commands.Explain;

/// <summary>Intervals of an index as text, in the direction in which they are read.</summary>
internal static class IndexBounds
{
    private static readonly JsonWriterSettings Json = new() { MaxSerializationDepth = BsonLimits.MaxDepth, OutputMode = JsonOutputMode.Shell };

    public static BsonArray Describe(IndexField field, FieldBounds? bounds, bool backwards)
    {
        var isReversed = field.IsDescending != backwards;
        if (bounds?.Points is { } points)
        {
            var ordered = points.Order(BsonComparer.Instance).Select(point => $"[{Text(point)}, {Text(point)}]");
            return new BsonArray(isReversed ? ordered.Reverse() : ordered);
        }

        var (lower, upper) = bounds?.Range is { } range
            ? (End(range.Lower, "[(", EndOfType(range.Bracket, isLower: true)), End(range.Upper, "])", EndOfType(range.Bracket, isLower: false)))
            : (('[', "MinKey"), (']', "MaxKey"));
        return [isReversed ? $"{Mirror(upper.Item1)}{upper.Item2}, {lower.Item2}{Mirror(lower.Item1)}" : $"{lower.Item1}{lower.Item2}, {upper.Item2}{upper.Item1}"];
    }

    private static (char Bracket, string Text) End(Bound? bound, string brackets, (bool IsInclusive, string Text) otherwise) => bound is null
        ? (brackets[otherwise.IsInclusive ? 0 : 1], otherwise.Text)
        : (brackets[bound.IsInclusive ? 0 : 1], Text(bound.Value));

    private static (bool IsInclusive, string Text) EndOfType(byte bracket, bool isLower)
    {
        if (bracket == BsonTypeOrder.Of(BsonType.Double))
        {
            return (true, isLower ? "-inf" : "inf");
        }

        if (bracket == BsonTypeOrder.Of(BsonType.String))
        {
            return (isLower, isLower ? "\"\"" : "{}");
        }

        return bracket == BsonTypeOrder.Of(BsonType.DateTime)
            ? (true, isLower ? "new Date(-9223372036854775808)" : "new Date(9223372036854775807)")
            : (true, isLower ? "MinKey" : "MaxKey");
    }

    private static string Text(BsonValue value) => value.ToJson(Json);

    private static char Mirror(char bracket) => bracket switch
    {
        '[' => ']',
        ']' => '[',
        '(' => ')',
        _ => '(',
    };
}
