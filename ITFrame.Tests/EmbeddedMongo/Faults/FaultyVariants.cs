using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Faults;

/// <summary>Of a valid document, every variant with one fault: another value, another name, something missing, or something twice.</summary>
internal static class FaultyVariants
{
    private static readonly string[] Names = ["", "$a", "$", ".", "a.b", "a.", "..", "nonsense", "_id", "7", "\u00e9"];

    private static readonly BsonValue[] Values =
    [
        BsonNull.Value, BsonUndefined.Value, true, BsonMinKey.Value, BsonMaxKey.Value, ObjectId.Empty,
        0, 1, -1, 1000, int.MaxValue, int.MinValue, 0L, 2L, long.MaxValue, long.MinValue, 1L << 53, int.MaxValue + 1L, int.MinValue - 1L,
        0.0, -0.0, 0.5, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, double.Epsilon, 9223372036854775808.0,
        Decimal128.Parse("0"), Decimal128.Parse("-0.5"), Decimal128.Parse("NaN"), Decimal128.Parse("Infinity"), Decimal128.Parse("-Infinity"),
        Decimal128.Parse("1E+6144"), Decimal128.Parse("-1E-6176"), Decimal128.Parse("79228162514264337593543950336"),
        new BsonDateTime(0), new BsonDateTime(long.MaxValue), new BsonDateTime(long.MinValue), new BsonDateTime(-62135596800000), new BsonDateTime(253402300799999),
        new BsonTimestamp(0), new BsonTimestamp(-1), new BsonTimestamp(int.MaxValue, int.MaxValue),
        "", "\0", "a\0b", "$a\0b", "$a.b\0", "$", "$$", "$$ROOT", "$$nobody", "$a", "$b.c", ".", "a..b", "$a..b", "%", "%Y\0", "99999999999999999999", "1e999", "things", "system.x",
        string.Join('.', Enumerable.Repeat("a", 250)), "$" + string.Join('.', Enumerable.Repeat("a", 250)), new string('x', 300),
        new BsonBinaryData([]), new BsonBinaryData(new byte[16], BsonBinarySubType.UuidStandard), new BsonBinaryData([1], BsonBinarySubType.Sensitive),
        new BsonRegularExpression("("), new BsonRegularExpression("a", "imsx"), new BsonJavaScript("1"), new BsonJavaScriptWithScope("1", []), BsonSymbol.Create("s"),
        new BsonArray(), new BsonArray { BsonNull.Value }, new BsonArray { new BsonArray() }, new BsonArray { 1, "a" }, new BsonArray { "a\0b", 1 }, new BsonArray { new BsonArray { "a\0b", 1 } },
        new BsonArray { new BsonDocument() }, new BsonDocument(), new BsonDocument("a", 1), new BsonDocument("", 1), new BsonDocument("$a", 1), new BsonDocument("a.b", 1), new BsonDocument("$literal", "a\0b"),
        new BsonDocument("$literal", int.MinValue), new BsonDocument("$literal", "$a"), new BsonDocument(allowDuplicateNames: true) { { "a", 1 }, { "a", 2 } }, Nested(100),
    ];

    // One in a few by default, so that each value is tried somewhere; ITFRAME_FAULTS=1 takes them all.
    private static readonly int Step = int.TryParse(Environment.GetEnvironmentVariable("ITFRAME_FAULTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : 13;

    public static IEnumerable<BsonDocument> Of(BsonDocument valid) => Of((BsonValue)valid).OfType<BsonDocument>()
        .Where((_, index) => index % Step == 0)
        .Select(variant => BsonCodec.Decode(BsonCodec.Encode(variant)));

    private static IEnumerable<BsonValue> Of(BsonValue value) => Values.Concat(value switch
    {
        BsonDocument document => Within(document),
        BsonArray array => Within(array),
        _ => [],
    });

    private static IEnumerable<BsonValue> Within(BsonDocument document)
    {
        for (var at = 0; at < document.ElementCount; at++)
        {
            var element = document.GetElement(at);
            foreach (var value in Of(element.Value))
            {
                yield return With(document, at, new BsonElement(element.Name, value));
            }

            foreach (var name in Names)
            {
                yield return With(document, at, new BsonElement(name, element.Value));
            }

            yield return With(document, at);
            yield return With(document, at, element, element);
            yield return With(document, at, element, new BsonElement(element.Name, 1));
        }
    }

    private static IEnumerable<BsonValue> Within(BsonArray array)
    {
        for (var at = 0; at < array.Count; at++)
        {
            foreach (var value in Of(array[at]))
            {
                yield return new BsonArray([.. array.Take(at), value, .. array.Skip(at + 1)]);
            }

            yield return new BsonArray([.. array.Take(at), .. array.Skip(at + 1)]);
            yield return new BsonArray([.. array.Take(at), array[at], .. array.Skip(at)]);
        }
    }

    private static BsonDocument With(BsonDocument document, int at, params BsonElement[] elements)
    {
        var result = new BsonDocument(allowDuplicateNames: true);
        result.AddRange(document.Take(at)).AddRange(elements).AddRange(document.Skip(at + 1));
        return result;
    }

    private static BsonDocument Nested(int levels) => Enumerable.Range(0, levels).Aggregate(new BsonDocument(), (inner, _) => new BsonDocument("a", inner));
}
