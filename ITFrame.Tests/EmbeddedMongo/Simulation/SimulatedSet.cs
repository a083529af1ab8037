using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>A set of simulated members, and a witness who sees all and objects to what must never happen.</summary>
internal sealed class SimulatedSet
{
    private readonly Dictionary<long, int> _primaries = [];
    private readonly List<OpTime> _committed = [];
    private readonly int _seed;
    private long _timestamp = 2L << 32;

    public SimulatedSet(int seed, int count = 3)
    {
        _seed = seed;
        Random = new Random(seed);
        Network = new SimulatedNetwork(Random);
        Config = ReplicaSetConfig.Parse(new BsonDocument
        {
            { "_id", "sim" },
            { "members", new BsonArray(Enumerable.Range(0, count).Select(id => new BsonDocument { { "_id", id }, { "host", $"m{id}:1" }, { "priority", count - id } })) },
            { "settings", new BsonDocument { { "electionTimeoutMillis", 2000 }, { "heartbeatIntervalMillis", 500 } } },
        });
        Nodes = Enumerable.Range(0, count).Select(id => new SimulatedNode(this, id, Random)).ToArray();
    }

    public Random Random { get; }

    public SimulatedNetwork Network { get; }

    public ReplicaSetConfig Config { get; }

    public SimulatedNode[] Nodes { get; }

    public int CommittedCount => _committed.Count;

    public SimulatedNode? Primary => Array.Find(Nodes, node => node.IsUp && node.View.IsWritable);

    public void Start()
    {
        foreach (var node in Nodes)
        {
            node.Start(isInitiator: node.Id == 0);
        }
    }

    public long NextTimestamp() => ++_timestamp;

    public void OnElected(SimulatedNode node, long term)
    {
        Assert.True(_primaries.TryAdd(term, node.Id) || _primaries[term] == node.Id, $"seed {_seed}: term {term} has two primaries");
        Assert.True(_committed.All(node.Log.Contains), $"seed {_seed}: the primary of term {term} lacks a committed entry");
    }

    public void OnCommitted(SimulatedNode node, OpTime opTime)
    {
        var prefix = node.Log.TakeWhile(entry => entry <= opTime).ToList();
        var common = Math.Min(prefix.Count, _committed.Count);
        Assert.True(prefix.Take(common).SequenceEqual(_committed.Take(common)), $"seed {_seed}: two members disagree on what is committed");
        if (prefix.Count > _committed.Count)
        {
            _committed.AddRange(prefix.Skip(_committed.Count));
        }
    }

    public void OnRolledBack(SimulatedNode node, IEnumerable<OpTime> entries) =>
        Assert.True(!entries.Any(_committed.Contains), $"seed {_seed}: member {node.Id} rolls a committed entry back");

    /// <summary>Runs some seconds of random faults, with writes all the while.</summary>
    public void RunChaos(TimeSpan duration)
    {
        var end = Network.Now + duration;
        Network.LossRate = Random.NextDouble() * 0.1;
        for (var time = Network.Now; time < end; time += TimeSpan.FromMilliseconds(30))
        {
            Network.At(time, () => Array.ForEach(Nodes, node => node.Write()));
        }

        for (var time = Network.Now; time < end; time += TimeSpan.FromMilliseconds(Random.Next(200, 3000)))
        {
            Network.At(time, Fault);
        }

        Network.RunUntil(end);
    }

    public void Recover()
    {
        Network.Heal();
        Network.LossRate = 0;
        foreach (var node in Nodes.Where(node => !node.IsUp))
        {
            node.Restart();
        }
    }

    private void Fault()
    {
        var node = Nodes[Random.Next(Nodes.Length)];
        switch (Random.Next(5))
        {
            case 0 when node.IsUp:
                node.Crash();
                break;
            case 1 when !node.IsUp:
                node.Restart();
                break;
            case 2:
                Network.Cut(node.Id, Nodes[Random.Next(Nodes.Length)].Id);
                break;
            case 3:
                Network.Heal();
                break;
            default:
                Network.MaxDelay = TimeSpan.FromMilliseconds(Random.Next(1, 400));
                break;
        }
    }
}
