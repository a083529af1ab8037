using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>Sums over the documents of each collection in the order of their ids, equal on members that have the same data.</summary>
[SuppressMessage("Security", "CA5351", Justification = "MongoDB answers with MD5, and nothing secret depends on it.")]
internal sealed class DatabaseHashCommand : ICommand
{
    public IReadOnlyList<string> Names => ["dbHash", "dbhash"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Namespace.CheckDatabase(context.Database);
        using var scope = Interruption.Enter(cancellationToken);
        var store = context.Member.Store;
        var wanted = context.Command.GetValue("collections", BsonNull.Value) as BsonArray;
        var sums = new BsonDocument(store.Catalog.InDatabase(context.Database)
            .Where(collection => !collection.IsView && wanted?.Contains(collection.Namespace.Collection) != false)
            .Select(collection => new BsonElement(collection.Namespace.Collection, Sum(store, collection))));
        return Task.FromResult(new BsonDocument
        {
            { "host", context.Member.Replication.View.Self?.Host ?? "" },
            { "collections", sums },
            { "uuids", new BsonDocument(store.Catalog.InDatabase(context.Database).Where(collection => sums.Contains(collection.Namespace.Collection))
                .Select(collection => new BsonElement(collection.Namespace.Collection, Replication.Oplog.OplogEntry.Uuid(collection.Uuid)))) },
            { "md5", Hex(MD5.HashData(sums.ToBson())) },
        });
    }

    private static string Sum(DocumentStore store, CollectionDefinition collection)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var stored in QueryExecutor.Find(store, collection, Filter.All, hint: new IndexHint(IndexDefinition.IdName, null, null)))
        {
            hash.AppendData(stored.Bytes);
        }

        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
