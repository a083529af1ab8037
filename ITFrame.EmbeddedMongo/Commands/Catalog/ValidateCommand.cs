using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>Checks that each document can be read, is listed by each index under its keys, and that no index lists more.</summary>
internal sealed class ValidateCommand : ICommand
{
    private const int ChunkSize = 500;

    public IReadOnlyList<string> Names => ["validate"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var collection = context.Member.Store.Catalog.Find(ns) ?? throw new CommandException(ErrorCode.NamespaceNotFound, $"Collection '{ns}' does not exist to validate.");
        collection.DemandNoView();
        using var scope = Interruption.Enter(cancellationToken);
        return Task.FromResult(context.Member.Store.Read(reader => Validate(reader, collection)));
    }

    private static BsonDocument Validate(StoreReader reader, CollectionDefinition collection)
    {
        var errors = new BsonArray();
        var keys = collection.Indexes.ToDictionary(index => index.Name, _ => 0L);
        var (records, invalid) = (0L, 0L);
        long? after = null;
        while (true)
        {
            var chunk = reader.Scan(collection, after, backwards: false, ChunkSize);
            foreach (var stored in chunk.Items)
            {
                Interruption.ThrowIfRequested();
                records++;
                invalid += IsSound(reader, collection, stored, keys, errors) ? 0 : 1;
            }

            if (chunk.IsLast)
            {
                break;
            }

            after = chunk.Items[^1].Record;
        }

        foreach (var index in collection.SecondaryIndexes.Where(index => reader.CountKeys(index) != keys[index.Name]))
        {
            errors.Add($"index {index.Name} has {reader.CountKeys(index)} keys where the documents have {keys[index.Name]}");
        }

        return new BsonDocument
        {
            { "ns", collection.Namespace.ToString() },
            { "uuid", Replication.Oplog.OplogEntry.Uuid(collection.Uuid) },
            { "nInvalidDocuments", invalid },
            { "nNonCompliantDocuments", 0L },
            { "nrecords", records },
            { "nIndexes", collection.Indexes.Length },
            { "keysPerIndex", new BsonDocument(keys.Select(entry => new BsonElement(entry.Key, entry.Value))) },
            { "indexDetails", new BsonDocument(keys.Keys.Select(name => new BsonElement(name, new BsonDocument("valid", !errors.Any(error => error.AsString.Contains(name, StringComparison.Ordinal)))))) },
            { "valid", errors.Count == 0 },
            { "repaired", false },
            { "readTimestamp", new BsonTimestamp(reader.ReadLastOpTime().Timestamp) },
            { "warnings", new BsonArray() },
            { "errors", errors },
            { "extraIndexEntries", new BsonArray() },
            { "missingIndexEntries", new BsonArray() },
            { "corruptRecords", new BsonArray() },
        };
    }

    private static bool IsSound(StoreReader reader, CollectionDefinition collection, StoredDocument stored, Dictionary<string, long> keys, BsonArray errors)
    {
        try
        {
            foreach (var index in collection.Indexes)
            {
                if (index.IsId)
                {
                    keys[index.Name]++;
                    continue;
                }

                var missing = reader.MissingKeys(index, stored, out var count);
                keys[index.Name] += count;
                if (missing > 0)
                {
                    errors.Add($"index {index.Name} lacks {missing} keys of the document with _id {BsonText.Of(stored.Document["_id"])}");
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is FormatException or BsonException or EndOfStreamException)
        {
            errors.Add($"record {stored.Record} cannot be read: {exception.Message}");
            return false;
        }
    }
}
