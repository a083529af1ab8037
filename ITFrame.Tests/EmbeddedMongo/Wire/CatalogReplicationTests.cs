using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Changes of the catalog on the primary are the followers' too, and those of a member that copies all.</summary>
public sealed class CatalogReplicationTests
{
    private static readonly string[] Commands =
    [
        "{create: 'a', validator: {n: {$gte: 1}}}",
        "{insert: 'a', documents: [{_id: 1, n: 1}]}",
        "{createIndexes: 'a', indexes: [{key: {n: 1}, name: 'n_1'}]}",
        "{collMod: 'a', validator: {n: {$gte: 2}}, validationLevel: 'moderate'}",
        "{collMod: 'a', index: {name: 'n_1', hidden: true}}",
        "{create: 'v', viewOn: 'b', pipeline: [{$match: {n: 1}}]}",
        "{create: 'b'}",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CatalogChanges_ReachFollowersAndCopies()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await using (var connection = await RawConnection.OpenAsync(set.Port(primary), Cancelled))
        {
            foreach (var command in Commands)
            {
                await RunAsync(connection, "itframe", command);
            }

            await RunAsync(connection, "admin", "{renameCollection: 'itframe.a', to: 'itframe.b', dropTarget: true, writeConcern: {w: 3}}");
        }

        var expected = Describe(set, primary);
        Assert.Contains("hidden", expected, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected, Describe(set, i));
        }

        var late = (primary + 1) % 3;
        var path = set.Hosts[late]!.Member.Options.DataPath;
        await set.StopMemberAsync(late);
        Directory.Delete(path, recursive: true);
        await set.StartMemberAsync(late, Cancelled);
        await Until.TrueAsync(() => set.Hosts[late]!.Member.Replication.View.State == MemberState.Secondary, "the member has copied", Cancelled);
        Assert.Equal(expected, Describe(set, late));
    }

    private static async Task RunAsync(RawConnection connection, string database, string command)
    {
        var reply = await connection.RunAsync(database, BsonDocument.Parse(command), Cancelled);
        Assert.True(reply["ok"] == 1.0 && !reply.Contains("writeErrors"), reply.ToString());
    }

    private static string Describe(TestSet set, int index) => string.Join('\n', set.Hosts[index]!.Member.Store.Catalog.All.Select(collection =>
        $"{collection.Namespace} {collection.Options} {string.Join(", ", collection.Indexes.Select(one => one.Specification))}"));
}
