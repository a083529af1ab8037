using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>The names and numbers by which $type calls BSON's types.</summary>
internal static class BsonTypeNames
{
    private static readonly Dictionary<string, BsonType> ByName = new(StringComparer.Ordinal)
    {
        ["double"] = BsonType.Double,
        ["string"] = BsonType.String,
        ["object"] = BsonType.Document,
        ["array"] = BsonType.Array,
        ["binData"] = BsonType.Binary,
        ["undefined"] = BsonType.Undefined,
        ["objectId"] = BsonType.ObjectId,
        ["bool"] = BsonType.Boolean,
        ["date"] = BsonType.DateTime,
        ["null"] = BsonType.Null,
        ["regex"] = BsonType.RegularExpression,
        ["javascript"] = BsonType.JavaScript,
        ["symbol"] = BsonType.Symbol,
        ["javascriptWithScope"] = BsonType.JavaScriptWithScope,
        ["int"] = BsonType.Int32,
        ["timestamp"] = BsonType.Timestamp,
        ["long"] = BsonType.Int64,
        ["decimal"] = BsonType.Decimal128,
        ["minKey"] = BsonType.MinKey,
        ["maxKey"] = BsonType.MaxKey,
    };

    private static readonly Dictionary<BsonType, string> ByType = ByName.ToDictionary(entry => entry.Value, entry => entry.Key);

    public static string Of(BsonType type) => ByType.GetValueOrDefault(type, "unknown");

    public static IReadOnlySet<BsonType> Parse(BsonValue value)
    {
        var result = new HashSet<BsonType>();
        foreach (var item in value is BsonArray array ? array.AsEnumerable() : [value])
        {
            if (item is BsonString { Value: "number" })
            {
                result.UnionWith([BsonType.Int32, BsonType.Int64, BsonType.Double, BsonType.Decimal128]);
            }
            else if (item is BsonString name)
            {
                result.Add(ByName.TryGetValue(name.Value, out var type) ? type : throw CommandException.BadValue($"Unknown type name alias: {name.Value}"));
            }
            else
            {
                result.Add(BsonNumber.TryToInt64(item, out var code) && Enum.IsDefined(typeof(BsonType), (int)code & 0xff)
                    ? (BsonType)((int)code & 0xff)
                    : throw CommandException.BadValue($"Invalid numerical type code: {BsonText.Of(item)}"));
            }
        }

        return result;
    }
}
