using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Membership;
using ITFrame.EmbeddedMongo.Security.Scram;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Security;

/// <summary>Who one is, shown by password, certificate or shared key.</summary>
public sealed class AuthenticationTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly string _keyFile;

    public AuthenticationTests() => _keyFile = WriteKey("key", "c2VjcmV0IG9mIHRoZSBzZXQ=\nYW5kIG1vcmU=\n");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task KeyFile_ThreeMembers_ReplicateUsersWithTheData()
    {
        await using var set = await TestSet.StartAsync(3, Cancelled, configure: WithKey);
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await using var first = await RawConnection.OpenAsync(set.Port(primary), Cancelled);
        AssertOk(await first.RunAsync("admin", BsonDocument.Parse("{createUser: 'root', pwd: 'pw', roles: ['root'], writeConcern: {w: 3}}"), Cancelled));
        using var client = Client(set.ConnectionString, "root", "pw");
        var songs = client.GetDatabase("itframe").GetCollection<BsonDocument>("songs").WithWriteConcern(new WriteConcern(3));

        await songs.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Cancelled);

        for (var i = 0; i < 3; i++)
        {
            using var direct = Client($"mongodb://127.0.0.1:{set.Port(i)}/?directConnection=true&readPreference=nearest", "root", "pw");
            Assert.Equal(1, await direct.GetDatabase("itframe").GetCollection<BsonDocument>("songs").CountDocumentsAsync(new BsonDocument(), cancellationToken: Cancelled));
        }
    }

    [Fact]
    public async Task Password_WrongOrOfNobody_FailsInTheSameWords()
    {
        await using var set = await StartWithRootAsync();
        using var wrong = Client(set.ConnectionString, "root", "guess");
        using var nobody = Client(set.ConnectionString, "nobody", "guess");

        var first = await Assert.ThrowsAsync<MongoAuthenticationException>(() => wrong.ListDatabaseNamesAsync(Cancelled));
        var second = await Assert.ThrowsAsync<MongoAuthenticationException>(() => nobody.ListDatabaseNamesAsync(Cancelled));

        Assert.Equal(18, Assert.IsType<MongoCommandException>(first.InnerException).Code);
        Assert.Equal(first.InnerException!.Message, second.InnerException!.Message);
    }

    [Fact]
    public async Task UnknownUser_GetsTheSameSaltEachTime()
    {
        await using var set = await StartWithRootAsync();

        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
            var reply = await StartAsync(connection, new ScramClient("nobody", "x"), skipsEmptyExchange: true);
            answers.Add(System.Text.Encoding.UTF8.GetString(reply["payload"].AsByteArray).Split(',')[1]);
        }

        Assert.StartsWith("s=", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conversation_WithOrWithoutTheEmptyExchange_EndsAuthenticated(bool skipsEmptyExchange)
    {
        await using var set = await StartWithRootAsync();
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        var client = new ScramClient("root", "pw");

        var start = await StartAsync(connection, client, skipsEmptyExchange);
        var final = await ContinueAsync(connection, client.Final(start["payload"].AsByteArray));
        Assert.Equal(skipsEmptyExchange, final["done"].AsBoolean);
        Assert.True(client.IsServer(final["payload"].AsByteArray));
        if (!skipsEmptyExchange)
        {
            Assert.Equal(13, (await connection.RunAsync("itframe", new BsonDocument("count", "songs"), Cancelled))["code"]);
            Assert.True((await ContinueAsync(connection, []))["done"].AsBoolean);
        }

        AssertOk(await connection.RunAsync("itframe", new BsonDocument("count", "songs"), Cancelled));
    }

    [Fact]
    public async Task Conversation_GoneWrong_IsOver()
    {
        await using var set = await StartWithRootAsync();
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        var client = new ScramClient("root", "pw");

        Assert.Equal(17, (await ContinueAsync(connection, []))["code"]);
        var start = await StartAsync(connection, client, skipsEmptyExchange: true);
        var proof = client.Final(start["payload"].AsByteArray);
        var other = proof.ToArray();
        other[^3] ^= 1;
        Assert.Equal(18, (await ContinueAsync(connection, other))["code"]);
        Assert.Equal(17, (await ContinueAsync(connection, proof))["code"]);
        Assert.Equal(334, (await connection.RunAsync("admin", BsonDocument.Parse("{saslStart: 1, mechanism: 'PLAIN', payload: ''}"), Cancelled))["code"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("p=tls-unique,,n=root,r=abcdef")]
    [InlineData("n,,n=root")]
    [InlineData("n,,r=abcdef,n=root")]
    [InlineData("n,,n=,r=abcdef")]
    [InlineData("n,,n=ro=2Xot,r=abcdef")]
    [InlineData("n,a=other,n=root,r=abcdef")]
    [InlineData("n,,m=x,n=root,r=abcdef")]
    [InlineData("n,,n=root,r=ab")]
    public void FirstMessage_Malformed_IsRefused(string message)
    {
        var conversation = new ScramConversation("admin", true, _ => [], user => ScramCredentials.Create(user.ToString(), new byte[28], 1));

        Assert.Throws<ScramException>(() => conversation.Step(System.Text.Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public async Task Hello_Speculative_SparesARoundTripAndFailsSilently()
    {
        await using var set = await StartWithRootAsync();
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        var client = new ScramClient("root", "pw");
        var hello = new BsonDocument
        {
            { "hello", 1 },
            { "saslSupportedMechs", "admin.root" },
            { "speculativeAuthenticate", StartCommand(client, true).Add("db", "admin") },
        };

        var reply = await connection.RunAsync("admin", hello, Cancelled);
        var final = await ContinueAsync(connection, client.Final(reply["speculativeAuthenticate"]["payload"].AsByteArray));
        hello["speculativeAuthenticate"] = BsonDocument.Parse("{saslStart: 1, mechanism: 'PLAIN', payload: '', db: 'admin'}");
        var unknown = await connection.RunAsync("admin", hello, Cancelled);

        Assert.Equal(["SCRAM-SHA-256"], reply["saslSupportedMechs"].AsBsonArray.Select(name => name.AsString));
        Assert.True(final["done"].AsBoolean);
        AssertOk(unknown);
        Assert.False(unknown.Contains("speculativeAuthenticate"));
    }

    [Fact]
    public async Task User_AnotherOnTheSameConnection_IsRefusedAndLogoutFrees()
    {
        await using var set = await StartWithRootAsync();
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        await LogInAsync(connection, "root", "pw");
        AssertOk(await connection.RunAsync("admin", BsonDocument.Parse("{createUser: 'other', pwd: 'pw2', roles: []}"), Cancelled));

        var refused = await LogInAsync(connection, "other", "pw2", mayFail: true);
        var status = await connection.RunAsync("admin", BsonDocument.Parse("{connectionStatus: 1, showPrivileges: true}"), Cancelled);
        AssertOk(await connection.RunAsync("admin", new BsonDocument("logout", 1), Cancelled));
        var after = await connection.RunAsync("admin", new BsonDocument("connectionStatus", 1), Cancelled);
        AssertOk(await LogInAsync(connection, "other", "pw2"));

        Assert.Equal(5626701, refused["code"]);
        Assert.Equal(BsonDocument.Parse("{user: 'root', db: 'admin'}"), status["authInfo"]["authenticatedUsers"][0]);
        Assert.Equal(BsonDocument.Parse("{role: 'root', db: 'admin'}"), status["authInfo"]["authenticatedUserRoles"][0]);
        Assert.NotEmpty(status["authInfo"]["authenticatedUserPrivileges"].AsBsonArray);
        Assert.Empty(after["authInfo"]["authenticatedUsers"].AsBsonArray);
    }

    [Fact]
    public async Task Password_Changed_IsTheOneThatCounts()
    {
        await using var set = await StartWithRootAsync();
        await using (var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled))
        {
            await LogInAsync(connection, "root", "pw");
            AssertOk(await connection.RunAsync("admin", BsonDocument.Parse("{updateUser: 'root', pwd: 'n\u00e4chstes'}"), Cancelled));
        }

        await using var again = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        Assert.Equal(18, (await LogInAsync(again, "root", "pw", mayFail: true))["code"]);
        using var client = Client(set.ConnectionString, "root", "n\u00e4chstes");
        Assert.NotEmpty(await (await client.ListDatabaseNamesAsync(Cancelled)).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Key_Wrong_IsNotAMember()
    {
        await using var set = await StartWithRootAsync();
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        var heartbeat = new BsonDocument { { "replSetHeartbeat", "test" }, { "configVersion", 1 }, { "from", "" }, { "fromId", 9 }, { "term", 1 }, { "primaryId", -1 } };

        Assert.Equal(18, (await LogInAsync(connection, "__system", "bm90IHRoZSBrZXk=", "local", mayFail: true))["code"]);
        Assert.Equal(13, (await connection.RunAsync("admin", heartbeat, Cancelled))["code"]);
        await LogInAsync(connection, "__system", "c2VjcmV0IG9mIHRoZSBzZXQ=YW5kIG1vcmU=", "local");
        Assert.NotEqual(13, (await connection.RunAsync("admin", heartbeat, Cancelled)).GetValue("code", 0));
    }

    [Fact]
    public async Task Certificates_MembersAndClients_AreKnownByTheirSubjects()
    {
        var member = _certificates.Issue("member.pem", "CN=member,OU=members,O=itframe");
        var client = _certificates.Issue("client.pem", "CN=app,OU=apps,O=itframe");
        await using var set = await TestSet.StartAsync(3, Cancelled, configure: options => options with
        {
            Tls = new TlsOptions { Mode = TlsMode.RequireTls, CertificateKeyFile = member, CAFile = _certificates.AuthorityFile },
            Security = new SecurityOptions { Authorization = true, ClusterAuthMode = ClusterAuthMode.X509 },
        });
        var primary = await set.WaitForPrimaryAsync(Cancelled);
        await using var asMember = await OpenTlsAsync(set.Port(primary), member);
        await using var asClient = await OpenTlsAsync(set.Port(primary), client);
        var authenticate = BsonDocument.Parse("{authenticate: 1, mechanism: 'MONGODB-X509'}");

        Assert.Equal(18, (await asClient.RunAsync("$external", authenticate, Cancelled))["code"]);
        AssertOk(await asMember.RunAsync("$external", authenticate, Cancelled));
        AssertOk(await asMember.RunAsync("$external", BsonDocument.Parse("{createUser: 'CN=app,OU=apps,O=itframe', roles: [{role: 'readWrite', db: 'itframe'}], writeConcern: {w: 3}}"), Cancelled));
        var reply = await asClient.RunAsync("$external", authenticate, Cancelled);

        Assert.Equal("CN=app,OU=apps,O=itframe", reply["user"]);
        AssertOk(await asClient.RunAsync("itframe", BsonDocument.Parse("{insert: 'songs', documents: [{_id: 1}], writeConcern: {w: 3}}"), Cancelled));
        Assert.Equal(13, (await asClient.RunAsync("admin", new BsonDocument("serverStatus", 1), Cancelled))["code"]);
    }

    [Theory]
    [InlineData("abc", 0x180, "between 6 and 1024")]
    [InlineData("not base64!", 0x180, "between 6 and 1024")]
    [InlineData("c2VjcmV0", 0x1A4, "too open")]
    public void KeyFile_Bad_IsRefusedWithAReason(string content, int mode, string reason)
    {
        var path = WriteKey("bad", content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }

        Assert.Contains(reason, Assert.Throws<StartupException>(() => KeyFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyFile_List_HoldsSeveralKeys() =>
        Assert.Equal(["b25lb25l", "dHdvdHdv"], KeyFile.Load(WriteKey("list", "- b25lb25l\n- \"dHdvdHdv\"\n")));

    [Theory]
    [InlineData("pencil", "pencil")]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("\u00fcber \u4e2d\u6587", "\u00fcber \u4e2d\u6587")]
    [InlineData("a\u0007", null)]
    [InlineData("\u2168", null)]
    public void SaslPrep_BringsPasswordsToOneForm(string password, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<ITFrame.EmbeddedMongo.Errors.CommandException>(() => SaslPrep.Prepare(password));
        }
        else
        {
            Assert.Equal(expected, SaslPrep.Prepare(password));
        }
    }

    private async Task<RawConnection> OpenTlsAsync(int port, string file)
    {
        using var log = new TestLog();
        var context = new TlsContext(new TlsOptions { Mode = TlsMode.RequireTls, CertificateKeyFile = file, CAFile = _certificates.AuthorityFile }, TimeProvider.System, log.For<TlsContext>());
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, Cancelled);
        return new RawConnection(await context.DialAsync(new System.Net.Sockets.NetworkStream(socket, ownsSocket: true), "localhost", Cancelled));
    }

    private MemberOptions WithKey(MemberOptions options) =>
        options with { Security = new SecurityOptions { KeyFile = _keyFile, ClusterAuthMode = ClusterAuthMode.KeyFile } };

    private async Task<TestSet> StartWithRootAsync()
    {
        var set = await TestSet.StartAsync(1, Cancelled, configure: WithKey);
        await using var connection = await RawConnection.OpenAsync(set.Port(0), Cancelled);
        AssertOk(await connection.RunAsync("admin", BsonDocument.Parse("{createUser: 'root', pwd: 'pw', roles: ['root']}"), Cancelled));
        return set;
    }

    private string WriteKey(string name, string content)
    {
        var path = Path.Combine(_certificates.Folder, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private static MongoClient Client(string connectionString, string user, string password)
    {
        var settings = MongoClientSettings.FromConnectionString(connectionString);
        settings.Credential = MongoCredential.CreateCredential("admin", user, password);
        return new MongoClient(settings);
    }

    private static async Task<BsonDocument> LogInAsync(RawConnection connection, string user, string password, string database = "admin", bool mayFail = false)
    {
        var client = new ScramClient(user, password);
        var start = await connection.RunAsync(database, StartCommand(client, true), Cancelled);
        AssertOk(start);
        var reply = await ContinueAsync(connection, client.Final(start["payload"].AsByteArray), database);
        Assert.True(mayFail || reply["ok"] == 1.0, reply.ToString());
        return reply;
    }

    private static BsonDocument StartCommand(ScramClient client, bool skipsEmptyExchange) => new()
    {
        { "saslStart", 1 },
        { "mechanism", "SCRAM-SHA-256" },
        { "payload", client.First() },
        { "options", new BsonDocument("skipEmptyExchange", skipsEmptyExchange) },
    };

    private static Task<BsonDocument> StartAsync(RawConnection connection, ScramClient client, bool skipsEmptyExchange) =>
        connection.RunAsync("admin", StartCommand(client, skipsEmptyExchange), Cancelled);

    private static Task<BsonDocument> ContinueAsync(RawConnection connection, byte[] payload, string database = "admin") =>
        connection.RunAsync(database, new BsonDocument { { "saslContinue", 1 }, { "conversationId", 1 }, { "payload", payload } }, Cancelled);

    private static void AssertOk(BsonDocument reply) => Assert.True(reply["ok"] == 1.0, reply.ToString());
}
