using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

internal static class DriverConcerns
{
    public static MongoCollectionSettings Of(BsonDocument concerns)
    {
        var settings = new MongoCollectionSettings();
        if (concerns.TryGetValue("readConcern", out var level))
        {
            settings.ReadConcern = Read(level);
        }

        if (concerns.TryGetValue("writeConcern", out var write))
        {
            settings.WriteConcern = Write(write);
        }

        if (concerns.TryGetValue("readPreference", out var mode))
        {
            settings.ReadPreference = new ReadPreference(Enum.Parse<ReadPreferenceMode>(mode.AsString, ignoreCase: true));
        }

        return settings;
    }

    public static ReadConcern Read(BsonValue level) => ReadConcern.FromBsonDocument(new BsonDocument("level", level));

    public static WriteConcern Write(BsonValue document) => WriteConcern.FromBsonDocument(document.AsBsonDocument);
}
