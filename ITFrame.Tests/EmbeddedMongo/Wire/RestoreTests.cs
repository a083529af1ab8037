using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>What mongorestore asks of a member, beside inserts: entries of an oplog done again, and users taken over.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private TestSet _set = null!;
    private IMongoClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMongoDatabase Admin => _client.GetDatabase("admin");

    private IMongoCollection<BsonDocument> Songs => _client.GetDatabase("itframe").GetCollection<BsonDocument>("songs");

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(1, Cancelled);
        _client = _set.Client();
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task ApplyOps_TheMembersOwnOplog_MakesTheSameDocuments()
    {
        await Songs.InsertManyAsync([new BsonDocument { { "_id", 1 }, { "t", "a" } }, new BsonDocument { { "_id", 2 }, { "t", "b" } }, new BsonDocument { { "_id", 3 }, { "t", "c" } }], cancellationToken: Cancelled);
        await Songs.UpdateOneAsync(new BsonDocument("_id", 2), BsonDocument.Parse("{$set: {t: 'B'}}"), cancellationToken: Cancelled);
        await Songs.DeleteOneAsync(new BsonDocument("_id", 3), cancellationToken: Cancelled);
        var expected = await DocumentsAsync();
        var entries = await _client.GetDatabase("local").GetCollection<BsonDocument>("oplog.rs")
            .Find(BsonDocument.Parse("{ns: {$in: ['itframe.songs', 'itframe.$cmd']}}")).ToListAsync(Cancelled);
        Assert.Equal(["c", "i", "i", "i", "u", "d"], entries.Select(entry => entry["op"].AsString));

        await Songs.Database.DropCollectionAsync("songs", Cancelled);
        await ApplyAsync([.. entries.Select(WithoutIdentity)]);
        Assert.Equal(expected, await DocumentsAsync());

        // A dump is of many moments: entries come to documents that have them already.
        await ApplyAsync([.. entries.Select(WithoutIdentity)]);
        Assert.Equal(expected, await DocumentsAsync());
    }

    [Theory]
    [InlineData("{op: 'u', ns: 'itframe.songs', o: {$v: 2, diff: {u: {t: 'x'}}}, o2: {_id: 1}}", 238)]
    [InlineData("{op: 'c', ns: 'itframe.$cmd', o: {collMod: 'songs'}}", 238)]
    [InlineData("{op: 'd', ns: 'itframe.songs', o: {t: 'x'}}", 4)]
    [InlineData("{op: 'x', ns: 'itframe.songs', o: {}}", 2)]
    [InlineData("{op: 'i', ns: 'itframe.songs'}", 9)]
    [InlineData("{op: 'i', ns: 'local.songs', o: {_id: 1}}", 73)]
    [InlineData("{op: 'c', ns: 'itframe.$cmd', o: {create: 1}}", 9)]
    public async Task ApplyOps_WhatItCannotDo_IsRefusedAndNothingIsDone(string entry, int code)
    {
        var error = await Assert.ThrowsAnyAsync<MongoCommandException>(() => ApplyAsync([BsonDocument.Parse("{op: 'i', ns: 'itframe.songs', o: {_id: 9}}"), BsonDocument.Parse(entry)]));

        Assert.Equal(code, error.Code);
        Assert.Empty(await DocumentsAsync());
    }

    [Fact]
    public async Task MergeUsers_WithDrop_LeavesThoseOfTheDump()
    {
        await RunAsync("{createUser: 'kept', pwd: 'pw', roles: [{role: 'read', db: 'itframe'}]}");
        var users = await Admin.GetCollection<BsonDocument>("system.users").Find(new BsonDocument()).ToListAsync(Cancelled);
        await RunAsync("{updateUser: 'kept', roles: []}");
        await RunAsync("{createUser: 'later', pwd: 'pw', roles: []}");
        await Admin.GetCollection<BsonDocument>("tempusers").InsertManyAsync(users, cancellationToken: Cancelled);

        await RunAsync("{_mergeAuthzCollections: 1, tempUsersCollection: 'admin.tempusers', tempRolesCollection: '', drop: true, db: ''}");

        Assert.Equal(users, await Admin.GetCollection<BsonDocument>("system.users").Find(new BsonDocument()).ToListAsync(Cancelled));
        // Without it mongorestore takes the users of a dump for those of MongoDB 2.4.
        Assert.Equal(5, (await Admin.GetCollection<BsonDocument>("system.version").Find(new BsonDocument("_id", "authSchema")).SingleAsync(Cancelled))["currentVersion"]);
        Assert.Equal(5, (await RunAsync("{getParameter: 1, authSchemaVersion: 1}"))["authSchemaVersion"]);
    }

    [Fact]
    public async Task MergeUsers_ADocumentIsNoUser_NothingIsTaken()
    {
        await Admin.GetCollection<BsonDocument>("tempusers").InsertOneAsync(new BsonDocument { { "_id", "admin.a" }, { "user", "a" }, { "db", "admin" } }, cancellationToken: Cancelled);

        var error = await Assert.ThrowsAnyAsync<MongoCommandException>(() => RunAsync("{_mergeAuthzCollections: 1, tempUsersCollection: 'admin.tempusers', tempRolesCollection: '', drop: true, db: ''}"));

        Assert.Equal(2, error.Code);
        Assert.Equal(0, await Admin.GetCollection<BsonDocument>("system.users").CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
    }

    /// <summary>As mongorestore sends them: collections have other identities than where the dump was made.</summary>
    private static BsonDocument WithoutIdentity(BsonDocument entry) => new(entry.Where(element => element.Name != "ui"));

    private Task<BsonDocument> ApplyAsync(BsonArray entries) => Admin.RunCommandAsync<BsonDocument>(new BsonDocument("applyOps", entries), cancellationToken: Cancelled);

    private Task<BsonDocument> RunAsync(string command) => Admin.RunCommandAsync<BsonDocument>(BsonDocument.Parse(command), cancellationToken: Cancelled);

    private Task<List<BsonDocument>> DocumentsAsync() => Songs.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).ToListAsync(Cancelled);
}
