using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>MongoDB's order of types: values of different brackets compare by it, and only by it.</summary>
internal static class BsonTypeOrder
{
    public const byte Missing = 5;
    public const byte Null = 20;
    public const byte Number = 30;
    public const byte String = 60;
    public const byte Document = 70;
    public const byte Array = 80;
    public const byte Max = 240;

    public static byte Of(BsonType type) => type switch
    {
        BsonType.MinKey => 10,
        BsonType.Undefined => 15,
        BsonType.Null => Null,
        BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => Number,
        BsonType.String or BsonType.Symbol => String,
        BsonType.Document => Document,
        BsonType.Array => Array,
        BsonType.Binary => 90,
        BsonType.ObjectId => 100,
        BsonType.Boolean => 110,
        BsonType.DateTime => 120,
        BsonType.Timestamp => 130,
        BsonType.RegularExpression => 140,
        BsonType.JavaScript => 160,
        BsonType.JavaScriptWithScope => 170,
        BsonType.MaxKey => Max,
        _ => 200,
    };
}
