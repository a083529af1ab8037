using System.Globalization;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>A set of members in this process, on free ports, with their data in a folder that goes with it.</summary>
internal sealed class TestSet : IAsyncDisposable
{
    private const string Name = "test";

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-mongo-").FullName;
    private readonly MemberHost?[] _hosts;
    private readonly int[] _ports;
    private readonly List<IMongoClient> _clients = [];

    private readonly Func<MemberOptions, MemberOptions> _configure;

    private TestSet(int count, Func<MemberOptions, MemberOptions>? configure)
    {
        _configure = configure ?? (options => options);
        _hosts = new MemberHost?[count];
        _ports = new int[count];
    }

    public IReadOnlyList<MemberHost?> Hosts => _hosts;

    public string ConnectionString => $"mongodb://{string.Join(',', _ports.Select(Address))}/?replicaSet={Name}&serverSelectionTimeoutMS=20000";

    public static async Task<TestSet> StartAsync(int count, CancellationToken cancellationToken, int? arbiter = null, Func<MemberOptions, MemberOptions>? configure = null, int electionTimeoutMilliseconds = 2000, int spares = 0)
    {
        var set = new TestSet(count + spares, configure);
        try
        {
            for (var i = 0; i < count + spares; i++)
            {
                await set.StartMemberAsync(i, cancellationToken);
            }

            await set.InitiateAsync(count, arbiter, electionTimeoutMilliseconds, cancellationToken);
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public IMongoClient Client()
    {
        var client = new MongoClient(ConnectionString);
        _clients.Add(client);
        return client;
    }

    public IMongoClient Direct(int index)
    {
        var client = new MongoClient($"mongodb://{Address(_ports[index])}/?directConnection=true&readPreference=nearest&serverSelectionTimeoutMS=20000");
        _clients.Add(client);
        return client;
    }

    public int Port(int index) => _ports[index];

    public async Task StartMemberAsync(int index, CancellationToken cancellationToken)
    {
        var options = new MemberOptions
        {
            SetName = Name,
            Port = _ports[index],
            DataPath = Path.Combine(_directory, index.ToString(CultureInfo.InvariantCulture)),
            TtlMonitorInterval = TimeSpan.FromSeconds(1),
            EnableTestCommands = true,
        };
        _hosts[index] = await MemberHost.StartAsync(_configure(options), cancellationToken: cancellationToken);
        _ports[index] = _hosts[index]!.Port;
    }

    /// <summary>Ends a member as a crash would, or in order.</summary>
    public async Task StopMemberAsync(int index, bool inOrder = false)
    {
        if (_hosts[index] is { } host)
        {
            _hosts[index] = null;
            await (inOrder ? host.StopAsync() : host.AbortAsync());
        }
    }

    public async Task<int> WaitForPrimaryAsync(CancellationToken cancellationToken)
    {
        var found = -1;
        await Until.TrueAsync(
            () => (found = Array.FindIndex(_hosts, host => host?.Member.Replication.View.IsWritable == true)) >= 0, "a member is primary", cancellationToken);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            // Disposing the client alone leaves its monitors running, for the next client with the same settings.
            ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
            client.Dispose();
        }

        for (var i = 0; i < _hosts.Length; i++)
        {
            await StopMemberAsync(i);
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private async Task InitiateAsync(int count, int? arbiter, int electionTimeoutMilliseconds, CancellationToken cancellationToken)
    {
        var config = new BsonDocument
        {
            { "_id", Name },
            { "members", new BsonArray(_ports.Take(count).Select((port, id) => new BsonDocument { { "_id", id }, { "host", Address(port) }, { "arbiterOnly", id == arbiter } })) },
            { "settings", new BsonDocument { { "electionTimeoutMillis", electionTimeoutMilliseconds }, { "heartbeatIntervalMillis", 300 } } },
        };
        await _hosts[0]!.Member.Initiation.InitiateAsync(ReplicaSetConfig.Parse(config), cancellationToken);
        await WaitForPrimaryAsync(cancellationToken);
        await Until.TrueAsync(
            () => Array.TrueForAll(_hosts[..count], host => host!.Member.Replication.View.State
                is ITFrame.EmbeddedMongo.Replication.Machine.MemberState.Primary
                or ITFrame.EmbeddedMongo.Replication.Machine.MemberState.Secondary
                or ITFrame.EmbeddedMongo.Replication.Machine.MemberState.Arbiter),
            "all members are ready",
            cancellationToken);
    }
}
