using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Keeps the documents that a rollback gave up, for an operator to look at.</summary>
internal static class RollbackFile
{
    /// <summary>Returns the file's path, or null when there was nothing to keep.</summary>
    public static string? Write(string dataPath, List<BsonDocument> documents, DateTime now)
    {
        if (documents.Count == 0)
        {
            return null;
        }

        var directory = Directory.CreateDirectory(Path.Combine(dataPath, "rollback")).FullName;
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"removed.{now:yyyy-MM-dd'T'HH-mm-ss.fff}.bson"));
        using var stream = File.Create(path);
        foreach (var document in documents)
        {
            stream.Write(BsonCodec.Encode(document));
        }

        return path;
    }
}
