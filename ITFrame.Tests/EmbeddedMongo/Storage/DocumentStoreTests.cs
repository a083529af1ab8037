using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Storage;

public sealed class DocumentStoreTests : IDisposable
{
    private static readonly Namespace Songs = new("itframe", "songs");

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Log_WhileSnapshotsAreHeld_BeginsAnewAllTheSame()
    {
        await using var store = DocumentStore.Open(_directory, isSuspect: false);
        await store.WriteAsync(transaction => CatalogChanges.Create(transaction, Songs, Guid.NewGuid(), []));
        for (var i = 1; i <= 1000; i++)
        {
            await InsertAsync(store, i, 100_000);
            store.AdvanceCommitPoint(new OpTime(i, 1));
        }

        Assert.InRange(new FileInfo(Path.Combine(_directory, "data.sqlite-wal")).Length, 1, 50_000_000);
        Assert.True(new FileInfo(Path.Combine(_directory, "data.sqlite")).Length > 90_000_000);
    }

    [Fact]
    public async Task Committed_WhileLaterCommitsFollow_StaysWhereTheMajorityIs()
    {
        await using var store = DocumentStore.Open(_directory, isSuspect: false);
        await store.WriteAsync(transaction => CatalogChanges.Create(transaction, Songs, Guid.NewGuid(), []));
        var source = new MajoritySource(store);
        await InsertAsync(store, 1, 10);
        await InsertAsync(store, 2, 10);
        store.AdvanceCommitPoint(new OpTime(2, 1));
        await InsertAsync(store, 3, 10);

        Assert.Equal(2, source.Read(reader => reader.Count(source.Catalog.Find(Songs)!)));
        Assert.Equal(3, store.Read(reader => reader.Count(store.Catalog.Find(Songs)!)));
        Assert.False(source.HasReadNewest);

        store.AdvanceCommitPoint(new OpTime(3, 1));
        Assert.Equal(3, source.Read(reader => reader.Count(source.Catalog.Find(Songs)!)));

        store.ForgetSnapshots();
        Assert.Equal(3, source.Read(reader => reader.Count(source.Catalog.Find(Songs)!)));
        Assert.True(source.HasReadNewest);
    }

    private static Task InsertAsync(DocumentStore store, int number, int bytes) => store.WriteAsync(transaction =>
    {
        transaction.Insert(transaction.Catalog.Find(Songs)!, new BsonDocument { { "_id", number }, { "filler", new byte[bytes] } });
        transaction.AppendOplog(new OpTime(number, 1), new BsonDocument("ts", number).ToBson(), undo: null);
    });
}
