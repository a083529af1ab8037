using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Benchmarks.Members;

/// <summary>A replica set of member processes on loopback, with the lab's timeouts, and its data in a folder that goes with it.</summary>
internal sealed class MemberSet : IAsyncDisposable
{
    public const string Name = "bench";

    private const int ElectionTimeoutMilliseconds = 2000;
    private const int HeartbeatIntervalMilliseconds = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _directory = Directory.CreateTempSubdirectory("itframe-bench-").FullName;
    private readonly MemberProcess?[] _members;
    private readonly int[] _ports;

    private MemberSet(int count)
    {
        _members = new MemberProcess?[count];
        _ports = new int[count];
    }

    public string ConnectionString => $"mongodb://{string.Join(',', _ports.Select(Address))}/?replicaSet={Name}&maxPoolSize=500";

    public static async Task<MemberSet> StartAsync(int count, CancellationToken cancellationToken)
    {
        var set = new MemberSet(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                await set.StartMemberAsync(i, cancellationToken);
            }

            using var client = set.Direct(0);
            var config = new BsonDocument
            {
                { "_id", Name },
                { "members", new BsonArray(set._ports.Select((port, id) => new BsonDocument { { "_id", id }, { "host", Address(port) } })) },
                { "settings", new BsonDocument { { "electionTimeoutMillis", ElectionTimeoutMilliseconds }, { "heartbeatIntervalMillis", HeartbeatIntervalMilliseconds } } },
            };
            await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("replSetInitiate", config), cancellationToken: cancellationToken);
            await set.WaitUntilHealthyAsync(cancellationToken);
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public async Task StartMemberAsync(int index, CancellationToken cancellationToken)
    {
        _members[index] = await MemberProcess.StartAsync(Path.Combine(_directory, index.ToString(CultureInfo.InvariantCulture)), _ports[index], cancellationToken);
        _ports[index] = _members[index]!.Port;
    }

    public void Kill(int index)
    {
        _members[index]?.Dispose();
        _members[index] = null;
    }

    /// <summary>Waits until there is a primary, and every other member follows it without lag; returns the primary.</summary>
    public async Task<int> WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Poll);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (await FindHealthyPrimaryAsync(cancellationToken) is { } primary)
            {
                return primary;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    public MongoClient Direct(int index) => new($"mongodb://{Address(_ports[index])}/?directConnection=true");

    public ValueTask DisposeAsync()
    {
        for (var i = 0; i < _members.Length; i++)
        {
            Kill(i);
        }

        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private async Task<int?> FindHealthyPrimaryAsync(CancellationToken cancellationToken)
    {
        using var client = Direct(0);
        var status = await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("replSetGetStatus", 1), cancellationToken: cancellationToken);
        var members = status["members"].AsBsonArray.Select(member => member.AsBsonDocument).ToList();
        var primary = members.Find(member => member["stateStr"] == "PRIMARY");
        var isHealthy = primary is not null && members.All(member => member == primary || (member["stateStr"] == "SECONDARY" && member["optime"] == primary["optime"]));
        return isHealthy ? primary!["_id"].ToInt32() : null;
    }
}
