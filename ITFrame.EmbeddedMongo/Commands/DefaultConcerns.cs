using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>
/// The read and write concern of commands that give none, as setDefaultRWConcern left them: a replicated document, so
/// every member that becomes primary goes by it.
/// </summary>
internal sealed record DefaultConcerns(BsonDocument? WriteConcern, BsonDocument? ReadConcern, BsonDocument? Document)
{
    public static readonly Namespace Settings = new("config", "settings");

    public static readonly BsonString DocumentId = "ReadWriteConcernDefaults";

    private static readonly DefaultConcerns None = new(null, null, null);

    public static DefaultConcerns Read(Member member)
    {
        // Nobody has ever set any, mostly: then this costs nothing.
        if (member.Store.Catalog.Find(Settings) is not { } collection)
        {
            return None;
        }

        var document = member.Store.Read(reader => reader.FindById(collection, KeyEncoder.Encode(DocumentId)))?.Document;
        return document is null ? None : new DefaultConcerns(
            document.GetValue("defaultWriteConcern", BsonNull.Value) as BsonDocument,
            document.GetValue("defaultReadConcern", BsonNull.Value) as BsonDocument,
            document);
    }
}
