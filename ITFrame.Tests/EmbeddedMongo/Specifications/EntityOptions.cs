using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The options with which entities are made.</summary>
internal static class EntityOptions
{
    public static MongoDatabaseSettings Database(BsonDocument entity)
    {
        var settings = new MongoDatabaseSettings();
        foreach (var option in entity.GetValue("databaseOptions", new BsonDocument()).AsBsonDocument)
        {
            switch (option.Name)
            {
                case "readConcern":
                    settings.ReadConcern = ReadConcern(option.Value);
                    break;
                case "readPreference":
                    settings.ReadPreference = ReadPreference(option.Value);
                    break;
                case "writeConcern":
                    settings.WriteConcern = WriteConcern(option.Value);
                    break;
                default:
                    throw new UnsupportedException($"the driver has no database option '{option.Name}'");
            }
        }

        return settings;
    }

    public static MongoCollectionSettings Collection(BsonDocument entity)
    {
        var settings = new MongoCollectionSettings { AssignIdOnInsert = true };
        foreach (var option in entity.GetValue("collectionOptions", new BsonDocument()).AsBsonDocument)
        {
            switch (option.Name)
            {
                case "readConcern":
                    settings.ReadConcern = ReadConcern(option.Value);
                    break;
                case "readPreference":
                    settings.ReadPreference = ReadPreference(option.Value);
                    break;
                case "writeConcern":
                    settings.WriteConcern = WriteConcern(option.Value);
                    break;
                default:
                    throw new UnsupportedException($"the driver has no collection option '{option.Name}'");
            }
        }

        return settings;
    }

    public static ClientSessionOptions Session(BsonDocument options)
    {
        var result = new ClientSessionOptions();
        foreach (var option in options)
        {
            switch (option.Name)
            {
                case "causalConsistency":
                    result.CausalConsistency = option.Value.AsBoolean;
                    break;
                case "snapshot":
                    result.Snapshot = option.Value.AsBoolean;
                    break;
                case "defaultTransactionOptions":
                    result.DefaultTransactionOptions = Transaction(option.Value.AsBsonDocument);
                    break;
                default:
                    throw new UnsupportedException($"this runner has no session option '{option.Name}'");
            }
        }

        return result;
    }

    public static TransactionOptions Transaction(BsonDocument options)
    {
        if (options.Names.FirstOrDefault(name => name is not ("readConcern" or "readPreference" or "writeConcern" or "maxCommitTimeMS")) is { } unknown)
        {
            throw new UnsupportedException($"the driver has no transaction option '{unknown}'");
        }

        return new TransactionOptions(
            options.TryGetValue("readConcern", out var readConcern) ? new Optional<ReadConcern>(ReadConcern(readConcern)) : default,
            options.TryGetValue("readPreference", out var readPreference) ? new Optional<ReadPreference>(ReadPreference(readPreference)) : default,
            options.TryGetValue("writeConcern", out var writeConcern) ? new Optional<WriteConcern>(WriteConcern(writeConcern)) : default,
            options.TryGetValue("maxCommitTimeMS", out var limit) ? TimeSpan.FromMilliseconds(limit.ToInt32()) : null);
    }

    public static ReadPreference ReadPreference(BsonValue value)
    {
        var document = value.AsBsonDocument;
        var mode = Enum.Parse<ReadPreferenceMode>(document["mode"].AsString, ignoreCase: true);
        return mode == ReadPreferenceMode.Primary
            ? MongoDB.Driver.ReadPreference.Primary
            : new ReadPreference(mode, maxStaleness: document.TryGetValue("maxStalenessSeconds", out var seconds) ? TimeSpan.FromSeconds(seconds.ToInt32()) : null);
    }

    public static WriteConcern WriteConcern(BsonValue value)
    {
        // The format has names of its own for two of the fields.
        var document = new BsonDocument(value.AsBsonDocument.Select(element => new BsonElement(
            element.Name switch { "journal" => "j", "wtimeoutMS" => "wtimeout", var name => name }, element.Value)));
        return document.ElementCount == 0 ? new WriteConcern() : MongoDB.Driver.WriteConcern.FromBsonDocument(document);
    }

    private static ReadConcern ReadConcern(BsonValue value) => MongoDB.Driver.ReadConcern.FromBsonDocument(value.AsBsonDocument);
}
