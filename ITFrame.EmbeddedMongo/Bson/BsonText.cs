using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>Values as error messages quote them: shortened, and however deep they are.</summary>
internal static class BsonText
{
    private const int MaxLength = 150;

    // The library's own text of a value stops at half of what may be stored.
    private static readonly JsonWriterSettings Settings = new() { MaxSerializationDepth = BsonLimits.MaxDepth };

    public static string Whole(BsonValue value) => value is BsonDocument or BsonArray or BsonJavaScriptWithScope ? value.ToJson(Settings) : value.ToString()!;

    public static string Of(BsonValue? value)
    {
        var text = value is null ? "missing" : Whole(value);
        return text.Length <= MaxLength ? text : text[..MaxLength] + "...";
    }
}
