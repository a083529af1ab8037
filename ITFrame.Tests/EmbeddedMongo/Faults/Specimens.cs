using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace ITFrame.Tests.EmbeddedMongo.Faults;

/// <summary>Valid input of each kind, of which faulty variants are made.</summary>
internal static class Specimens
{
    private static readonly BsonDocument All = BsonSerializer.Deserialize<BsonDocument>(File.ReadAllText(Path.Combine(Folder(), "specimens.json")));

    public static IEnumerable<BsonDocument> Of(string kind) => All[kind].AsBsonArray.Cast<BsonDocument>();

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
