using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Security.Membership;
using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Security;

/// <summary>What one may do, by one's roles.</summary>
public sealed class AuthorizationTests : IAsyncLifetime
{
    private readonly string _keyFile = Path.GetTempFileName();
    private readonly List<MongoClient> _clients = [];
    private TestSet _set = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_keyFile, "c2VjcmV0c2VjcmV0");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_keyFile, UnixFileMode.UserRead);
        }

        _set = await TestSet.StartAsync(1, Cancelled, configure: WithKey);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _set.DisposeAsync();
        File.Delete(_keyFile);
    }

    [Fact]
    public void EveryCommand_HasARule() =>
        Assert.DoesNotContain(CommandRegistry.Names, name => !CommandRules.Knows(name));

    [Fact]
    public void Secrets_AreHiddenWhereCommandsAreShown()
    {
        var shown = Secrets.Hide(BsonDocument.Parse("{hello: 1, pwd: 'secret', speculativeAuthenticate: {saslStart: 1, payload: BinData(0, 'AAAA')}}"));

        Assert.Equal(BsonDocument.Parse("{hello: 1, pwd: 'xxx', speculativeAuthenticate: {saslStart: 1, payload: 'xxx'}}"), shown);
    }

    [Fact]
    public async Task LocalhostException_AllowsTheFirstUserAndNothingElse()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        var find = await connection.RunAsync("itframe", new BsonDocument("find", "songs"), Cancelled);
        var elsewhere = await connection.RunAsync("itframe", BsonDocument.Parse("{createUser: 'a', pwd: 'b', roles: []}"), Cancelled);
        var first = await connection.RunAsync("admin", BsonDocument.Parse("{createUser: 'root', pwd: 'pw', roles: ['root']}"), Cancelled);
        var second = await connection.RunAsync("admin", BsonDocument.Parse("{createUser: 'other', pwd: 'pw', roles: ['root']}"), Cancelled);

        Assert.Equal("not authorized on itframe to execute command { find: \"songs\", $db: \"itframe\" }", find["errmsg"]);
        Assert.Equal((13, "Unauthorized"), (find["code"].AsInt32, find["codeName"].AsString));
        Assert.Equal("not authorized on itframe to execute command { createUser: \"a\", pwd: \"xxx\", roles: [], $db: \"itframe\" }", elsewhere["errmsg"]);
        Assert.Equal(1.0, first["ok"]);
        Assert.Equal("Command createUser requires authentication", second["errmsg"]);
    }

    [Fact]
    public async Task LocalhostException_Disabled_AllowsNobody()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled, configure: options => WithKey(options) with { Security = WithKey(options).Security with { AllowsLocalhostException = false } });
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);

        Assert.Equal(13, (await connection.RunAsync("admin", BsonDocument.Parse("{createUser: 'root', pwd: 'pw', roles: ['root']}"), Cancelled))["code"]);
        Assert.Equal(1.0, (await connection.RunAsync("admin", new BsonDocument("hello", 1), Cancelled))["ok"]);
    }

    [Theory]
    [InlineData("{role: 'read', db: 'itframe'}", "{find: 'songs'}", true)]
    [InlineData("{role: 'read', db: 'itframe'}", "{aggregate: 'songs', pipeline: [{$match: {}}], cursor: {}}", true)]
    [InlineData("{role: 'read', db: 'itframe'}", "{aggregate: 'songs', pipeline: [{$lookup: {from: 'others', localField: 'a', foreignField: 'b', as: 'c'}}], cursor: {}}", true)]
    [InlineData("{role: 'read', db: 'itframe'}", "{aggregate: 'songs', pipeline: [{$out: 'copy'}], cursor: {}}", false)]
    [InlineData("{role: 'read', db: 'itframe'}", "{aggregate: 'songs', pipeline: [{$unionWith: 'system.profile'}], cursor: {}}", false)]
    [InlineData("{role: 'read', db: 'itframe'}", "{insert: 'songs', documents: [{a: 1}]}", false)]
    [InlineData("{role: 'read', db: 'itframe'}", "{update: 'songs', updates: [{q: {}, u: {$set: {a: 1}}}]}", false)]
    [InlineData("{role: 'read', db: 'itframe'}", "{findAndModify: 'songs', query: {}, remove: true}", false)]
    [InlineData("{role: 'read', db: 'itframe'}", "{listCollections: 1}", true)]
    [InlineData("{role: 'read', db: 'other'}", "{find: 'songs'}", false)]
    [InlineData("{role: 'read', db: 'other'}", "{listCollections: 1}", false)]
    [InlineData("{role: 'read', db: 'itframe'}", "{find: 'system.profile'}", false)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{insert: 'songs', documents: [{a: 1}]}", true)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{update: 'songs', updates: [{q: {_id: 7}, u: {$set: {a: 1}}, upsert: true}]}", true)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{createIndexes: 'songs', indexes: [{key: {a: 1}, name: 'a_1'}]}", true)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{dropDatabase: 1}", false)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{create: 'some', viewOn: 'songs', pipeline: []}", true)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{create: 'secrets', viewOn: 'system.users', pipeline: []}", false)]
    [InlineData("{role: 'readWrite', db: 'itframe'}", "{createUser: 'x', pwd: 'y', roles: []}", false)]
    [InlineData("{role: 'dbAdmin', db: 'itframe'}", "{find: 'songs'}", false)]
    [InlineData("{role: 'dbAdmin', db: 'itframe'}", "{drop: 'songs'}", true)]
    [InlineData("{role: 'userAdmin', db: 'itframe'}", "{createUser: 'x', pwd: 'y', roles: ['read']}", true)]
    [InlineData("{role: 'userAdmin', db: 'itframe'}", "{createUser: 'x', pwd: 'y', roles: [{role: 'root', db: 'admin'}]}", false)]
    [InlineData("{role: 'userAdmin', db: 'itframe'}", "{usersInfo: 1}", true)]
    [InlineData("{role: 'readAnyDatabase', db: 'admin'}", "{find: 'songs'}", true)]
    [InlineData("{role: 'readWriteAnyDatabase', db: 'admin'}", "{insert: 'songs', documents: [{a: 1}]}", true)]
    [InlineData("{role: 'clusterMonitor', db: 'admin'}", "{find: 'songs'}", false)]
    [InlineData("{role: 'clusterMonitor', db: 'admin'}", "{serverStatus: 1}", true)]
    [InlineData("{role: 'readWriteAnyDatabase', db: 'admin'}", "{serverStatus: 1}", false)]
    [InlineData("{role: 'root', db: 'admin'}", "{serverStatus: 1}", true)]
    [InlineData("{role: 'root', db: 'admin'}", "{explain: {find: 'songs'}}", true)]
    [InlineData("{role: 'root', db: 'admin'}", "{explain: {replSetHeartbeat: 'test'}}", false)]
    public Task Role_Command_IsAllowedOrNot(string role, string command, bool isAllowed) => AssertAllowedAsync("itframe", role, command, isAllowed);

    [Theory]
    [InlineData("{role: 'restore', db: 'admin'}", "{applyOps: [{op: 'i', ns: 'itframe.songs', o: {_id: 2}}]}", true)]
    [InlineData("{role: 'dbAdminAnyDatabase', db: 'admin'}", "{applyOps: [{op: 'n', ns: '', o: {}}]}", true)]
    [InlineData("{role: 'dbAdminAnyDatabase', db: 'admin'}", "{applyOps: [{op: 'i', ns: 'itframe.songs', o: {_id: 2}}]}", false)]
    [InlineData("{role: 'dbAdminAnyDatabase', db: 'admin'}", "{applyOps: [{op: 'i', ns: 'admin.system.users', o: {_id: 'admin.me'}}]}", false)]
    [InlineData("{role: 'readWriteAnyDatabase', db: 'admin'}", "{applyOps: []}", false)]
    [InlineData("{role: 'restore', db: 'admin'}", "{_mergeAuthzCollections: 1, tempUsersCollection: '', tempRolesCollection: '', drop: false, db: ''}", true)]
    [InlineData("{role: 'readWriteAnyDatabase', db: 'admin'}", "{_mergeAuthzCollections: 1, tempUsersCollection: '', tempRolesCollection: '', drop: false, db: ''}", false)]
    public Task Role_CommandOfAdmin_IsAllowedOrNot(string role, string command, bool isAllowed) => AssertAllowedAsync("admin", role, command, isAllowed);

    private async Task AssertAllowedAsync(string database, string role, string command, bool isAllowed)
    {
        var root = await RootAsync();
        await root.GetDatabase("itframe").GetCollection<BsonDocument>("songs").InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        var user = await UserAsync("user", role);

        var error = await Record.ExceptionAsync(() => user.GetDatabase(database).RunCommandAsync<BsonDocument>(BsonDocument.Parse(command), cancellationToken: Cancelled));

        if (isAllowed)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Equal(13, Assert.IsAssignableFrom<MongoCommandException>(error).Code);
        }
    }

    [Fact]
    public async Task Roles_Changed_HoldForOpenConnections()
    {
        var root = await RootAsync();
        var user = await UserAsync("user", "{role: 'read', db: 'itframe'}");
        var songs = user.GetDatabase("itframe").GetCollection<BsonDocument>("songs");
        await songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled);
        Task RunAsync(string command) => root.GetDatabase("admin").RunCommandAsync<BsonDocument>(BsonDocument.Parse(command), cancellationToken: Cancelled);

        await RunAsync("{grantRolesToUser: 'user', roles: [{role: 'readWrite', db: 'itframe'}]}");
        await songs.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        await RunAsync("{revokeRolesFromUser: 'user', roles: [{role: 'readWrite', db: 'itframe'}]}");
        var revoked = await Assert.ThrowsAsync<MongoCommandException>(() => songs.InsertOneAsync(new BsonDocument("_id", 2), cancellationToken: Cancelled));
        await RunAsync("{dropUser: 'user'}");
        var dropped = await Assert.ThrowsAsync<MongoCommandException>(() => songs.CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));

        Assert.Contains("not authorized on itframe to execute command { insert: \"songs\"", revoked.Message, StringComparison.Ordinal);
        Assert.Contains("Command aggregate requires authentication", dropped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cursor_OfAnotherUser_IsNotReadOn()
    {
        var root = await RootAsync();
        await root.GetDatabase("itframe").GetCollection<BsonDocument>("songs").InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument("_id", i)), cancellationToken: Cancelled);
        var user = await UserAsync("user", "{role: 'read', db: 'itframe'}");
        var reply = await root.GetDatabase("itframe").RunCommandAsync<BsonDocument>(BsonDocument.Parse("{find: 'songs', batchSize: 2}"), cancellationToken: Cancelled);
        var id = reply["cursor"]["id"];

        var more = await Assert.ThrowsAsync<MongoCommandException>(() => user.GetDatabase("itframe").RunCommandAsync<BsonDocument>(new BsonDocument { { "getMore", id }, { "collection", "songs" } }, cancellationToken: Cancelled));
        var kill = await Assert.ThrowsAsync<MongoCommandException>(() => user.GetDatabase("itframe").RunCommandAsync<BsonDocument>(new BsonDocument { { "killCursors", "songs" }, { "cursors", new BsonArray { id } } }, cancellationToken: Cancelled));
        var own = await root.GetDatabase("itframe").RunCommandAsync<BsonDocument>(new BsonDocument { { "getMore", id }, { "collection", "songs" } }, cancellationToken: Cancelled);

        Assert.Equal((13, 13), (more.Code, kill.Code));
        Assert.Equal(8, own["cursor"]["nextBatch"].AsBsonArray.Count);
    }

    [Fact]
    public async Task Session_OfAnotherUser_IsAnotherSession()
    {
        await RootAsync();
        var songs = (await UserAsync("writer", "{role: 'readWrite', db: 'itframe'}")).GetDatabase("itframe");
        var others = (await UserAsync("other", "{role: 'readWrite', db: 'itframe'}")).GetDatabase("itframe");
        var start = BsonDocument.Parse("{insert: 'songs', documents: [{_id: 1}], txnNumber: NumberLong(1), startTransaction: true, autocommit: false}");
        start.Add("lsid", new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard)));
        var commit = BsonDocument.Parse("{commitTransaction: 1, txnNumber: NumberLong(1), autocommit: false}").Add("lsid", start["lsid"]);
        await songs.RunCommandAsync<BsonDocument>(start, cancellationToken: Cancelled);

        var refused = await Assert.ThrowsAsync<MongoCommandException>(() => others.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>(commit, cancellationToken: Cancelled));
        await songs.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>(commit, cancellationToken: Cancelled);

        Assert.Equal(251, refused.Code);
    }

    [Fact]
    public async Task Lists_ShowWhatTheUserMaySee()
    {
        var root = await RootAsync();
        await root.GetDatabase("itframe").GetCollection<BsonDocument>("songs").InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        await root.GetDatabase("other").GetCollection<BsonDocument>("things").InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);
        var user = await UserAsync("user", "{role: 'read', db: 'itframe'}");

        Assert.Equal(["itframe"], await (await user.ListDatabaseNamesAsync(Cancelled)).ToListAsync(Cancelled));
        Assert.Contains("other", await (await root.ListDatabaseNamesAsync(Cancelled)).ToListAsync(Cancelled));
        Assert.Equal(["songs"], await (await user.GetDatabase("itframe").ListCollectionNamesAsync(cancellationToken: Cancelled)).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task UsersInfo_DescribesUsersWithoutTheirSecrets()
    {
        var root = await RootAsync();
        await UserAsync("user", "{role: 'read', db: 'itframe'}");
        Task<BsonDocument> RunAsync(string command) => root.GetDatabase("admin").RunCommandAsync<BsonDocument>(BsonDocument.Parse(command), cancellationToken: Cancelled);

        var one = (await RunAsync("{usersInfo: 'user', showPrivileges: true}"))["users"][0].AsBsonDocument;
        var all = (await RunAsync("{usersInfo: {forAllDBs: true}}"))["users"].AsBsonArray;
        var none = (await RunAsync("{usersInfo: 'nobody'}"))["users"].AsBsonArray;
        var role = (await RunAsync("{rolesInfo: {role: 'readWrite', db: 'itframe'}, showPrivileges: true}"))["roles"][0].AsBsonDocument;
        var builtin = (await RunAsync("{rolesInfo: 1, showBuiltinRoles: true}"))["roles"].AsBsonArray;

        Assert.Equal("admin.user", one["_id"]);
        Assert.Equal(["SCRAM-SHA-256"], one["mechanisms"].AsBsonArray.Select(name => name.AsString));
        Assert.False(one.Contains("credentials"));
        Assert.Contains(one["inheritedPrivileges"].AsBsonArray, privilege => privilege["resource"] == BsonDocument.Parse("{db: 'itframe', collection: ''}") && privilege["actions"].AsBsonArray.Contains("find"));
        Assert.Equal(2, all.Count);
        Assert.Empty(none);
        Assert.True(role["isBuiltin"].AsBoolean);
        Assert.Contains(builtin, item => item["role"] == "root");
    }

    [Theory]
    [InlineData("{createUser: 'root', pwd: 'x', roles: []}", 51003)]
    [InlineData("{createUser: 'x', roles: []}", 2)]
    [InlineData("{createUser: 'x', pwd: '', roles: []}", 50687)]
    [InlineData("{createUser: 'x', pwd: 'y'}", 14)]
    [InlineData("{createUser: 'x', pwd: 'y', roles: ['nonsense']}", 31)]
    [InlineData("{createUser: 'x', pwd: 'y', roles: [], mechanisms: ['SCRAM-SHA-1']}", 2)]
    [InlineData("{updateUser: 'nobody', pwd: 'y'}", 11)]
    [InlineData("{updateUser: 'root'}", 2)]
    [InlineData("{dropUser: 'nobody'}", 11)]
    [InlineData("{grantRolesToUser: 'root', roles: []}", 2)]
    public async Task UserCommand_Bad_IsRefusedWithMongoDBsCode(string command, int code)
    {
        var root = await RootAsync();

        var error = await Assert.ThrowsAsync<MongoCommandException>(() => root.GetDatabase("admin").RunCommandAsync<BsonDocument>(BsonDocument.Parse(command), cancellationToken: Cancelled));

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task WithoutAuthentication_EverythingIsAllowed()
    {
        await using var set = await TestSet.StartAsync(1, Cancelled);
        var database = set.Client().GetDatabase("admin");

        await database.RunCommandAsync<BsonDocument>(BsonDocument.Parse("{createUser: 'user', pwd: 'pw', roles: ['root']}"), cancellationToken: Cancelled);
        await database.RunCommandAsync<BsonDocument>(new BsonDocument("serverStatus", 1), cancellationToken: Cancelled);
        Assert.Equal(1, (await database.RunCommandAsync<BsonDocument>(new BsonDocument("dropAllUsersFromDatabase", 1), cancellationToken: Cancelled))["n"]);
    }

    private MemberOptions WithKey(MemberOptions options) =>
        options with { Security = new SecurityOptions { KeyFile = _keyFile, ClusterAuthMode = ClusterAuthMode.KeyFile } };

    private async Task<MongoClient> RootAsync()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.RunAsync("admin", BsonDocument.Parse("{createUser: 'root', pwd: 'pw', roles: ['root']}"), Cancelled);
        return Client("root", "pw");
    }

    private async Task<MongoClient> UserAsync(string name, string role)
    {
        var create = new BsonDocument { { "createUser", name }, { "pwd", "secret" }, { "roles", new BsonArray { BsonDocument.Parse(role) } } };
        await _clients[0].GetDatabase("admin").RunCommandAsync<BsonDocument>(create, cancellationToken: Cancelled);
        return Client(name, "secret");
    }

    private MongoClient Client(string user, string password)
    {
        var settings = MongoClientSettings.FromConnectionString(_set.ConnectionString);
        settings.Credential = MongoCredential.CreateCredential("admin", user, password);
        var client = new MongoClient(settings);
        _clients.Add(client);
        return client;
    }
}
