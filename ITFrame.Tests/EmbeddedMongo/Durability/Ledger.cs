using System.Globalization;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Durability;

/// <summary>
/// Writers that change documents without pause and note what was acknowledged, and the check of a member's files
/// against their notes.
/// </summary>
internal sealed class Ledger
{
    private const int Writers = 4;
    private const int DocumentsEach = 10;

    private readonly int[] _sent = new int[Writers * DocumentsEach];
    private readonly int[] _acknowledged = new int[Writers * DocumentsEach];

    public static Namespace Namespace { get; } = new("itframe", "ledger");

    public int AcknowledgedCount => _acknowledged.Sum(value => Volatile.Read(ref value));

    public int[] Acknowledged() => [.. _acknowledged];

    public static async Task PrepareAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        var index = BsonDocument.Parse("{createIndexes: 'ledger', indexes: [{key: {value: 1}, name: 'value_1'}]}");
        Assert.Equal(1.0, (await connection.RunAsync("itframe", index, cancellationToken))["ok"]);
        var documents = new BsonArray(Enumerable.Range(0, Writers * DocumentsEach).Select(id => Document(id, 0)));
        Assert.Equal(1.0, (await connection.RunAsync("itframe", new BsonDocument { { "insert", "ledger" }, { "documents", documents } }, cancellationToken))["ok"]);
    }

    /// <summary>Writes until the connection breaks or the token is cancelled.</summary>
    public Task WriteAsync(int port, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteOwnAsync(writer, port, cancellationToken), CancellationToken.None)));

    /// <summary>Checks the files of a member that is not running: what had been acknowledged at that time is there, and nothing that was never written.</summary>
    public async Task VerifyAsync(string directory, int[] acknowledged)
    {
        await using var store = DocumentStore.Open(directory, isSuspect: true);
        var collection = store.Catalog.Find(Namespace);
        Assert.NotNull(collection);
        store.Read(reader =>
        {
            var found = reader.Scan(collection, null, backwards: false, 1000).Items.ToDictionary(stored => stored.Document["_id"].AsInt32, stored => stored.Document);
            Assert.Equal(_sent.Length, found.Count);
            foreach (var (id, document) in found)
            {
                var value = document["value"].AsInt32;
                Assert.InRange(value, acknowledged[id], Volatile.Read(ref _sent[id]));
                Assert.Equal(Document(id, value), document);
            }

            var index = collection.SecondaryIndexes.Single();
            var listed = reader.ScanIndex(collection, index, KeyRange.All, null, backwards: false, 1000).Items;
            Assert.Equal(found.Keys.Order(), listed.Select(entry => entry.Document.Document["_id"].AsInt32).Order());
            Assert.Equal(found.Values.Select(document => document["value"]).Order(), listed.Select(entry => entry.Document.Document["value"]));
            return true;
        });
    }

    private static BsonDocument Document(int id, int value) => new()
    {
        { "_id", id },
        { "value", value },
        { "text", string.Concat(Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"{id}:{value};"), 1 + ((id + value) % 40))) },
    };

    private async Task WriteOwnAsync(int writer, int port, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await RawConnection.OpenAsync(port, cancellationToken);
            for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
            {
                var id = (writer * DocumentsEach) + (i % DocumentsEach);
                var value = ++_sent[id];
                var update = new BsonDocument
                {
                    { "update", "ledger" },
                    { "updates", new BsonArray { new BsonDocument { { "q", new BsonDocument("_id", id) }, { "u", Document(id, value) } } } },
                    { "writeConcern", new BsonDocument { { "w", 1 }, { "j", true } } },
                };
                var reply = await connection.RunAsync("itframe", update, cancellationToken);
                if (reply["ok"] == 1.0 && reply["nModified"] == 1)
                {
                    Volatile.Write(ref _acknowledged[id], value);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // The member was killed.
        }
    }
}
