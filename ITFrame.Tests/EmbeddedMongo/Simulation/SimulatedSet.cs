using System.Globalization;
using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>A set of simulated members on one network.</summary>
internal sealed class SimulatedSet
{
    private long _timestamp = 2L << 32;

    /// <param name="seed">Decides everything that is left to chance.</param>
    /// <param name="layout">The members of the first config.</param>
    /// <param name="spares">How many more there are, without data, that may be added.</param>
    /// <param name="bug">What they all do wrong.</param>
    public SimulatedSet(int seed, SetLayout layout, int spares = 0, Bug bug = Bug.None)
    {
        Bug = bug;
        Random = new Random(seed);
        FirstConfig = layout.ToConfig();
        Nodes = Enumerable.Range(0, FirstConfig.Members.Count + spares).Select(id => new SimulatedNode(this, id)).ToArray();
        Network = new SimulatedNetwork(Random, Nodes.Length);
    }

    public Bug Bug { get; }

    public Random Random { get; }

    public SimulatedNetwork Network { get; }

    public Witness Witness { get; } = new();

    public ReplicaSetConfig FirstConfig { get; }

    public SimulatedNode[] Nodes { get; }

    /// <summary>Told what members note, when a run is looked at closely.</summary>
    public Action<string>? Noted { get; set; }

    public SimulatedNode? Primary => Array.Find(Nodes, node => node.IsWritable);

    public static string HostOf(int id) => string.Create(CultureInfo.InvariantCulture, $"m{id}:1");

    public int IdOf(string host) => Array.FindIndex(Nodes, node => HostOf(node.Id) == host);

    public void Start()
    {
        var first = new LogEntry(new OpTime(1L << 32, 0), null);
        foreach (var member in FirstConfig.Members)
        {
            Nodes[member.Id].Format(FirstConfig, member.IsArbiter ? null : first);
        }

        foreach (var node in Nodes)
        {
            node.Start(isInitiator: node.Id == 0);
        }
    }

    public long NextTimestamp() => ++_timestamp;

    /// <summary>The members with data of the config that the primary has.</summary>
    public IEnumerable<SimulatedNode> DataMembers() =>
        (Primary?.View.Config ?? FirstConfig).Members.Where(member => !member.IsArbiter).Select(member => Nodes[member.Id]);

    /// <summary>Whether there is a primary whose config all members have.</summary>
    public bool IsConfigShared() => Primary?.View is { IsConfigCommitted: true, Config: { } config }
        && config.Members.All(member => !member.IsNewlyAdded && Nodes[member.Id].IsUp && Nodes[member.Id].View.Config?.VersionAndTerm == config.VersionAndTerm);

    /// <summary>Whether all has come to rest: one primary, one config, one log, all of it committed.</summary>
    public bool IsSettled()
    {
        if (Primary is not { } primary || primary.Log.Count != Witness.CommittedCount)
        {
            return false;
        }

        var config = primary.View.Config!;
        foreach (var member in config.Members)
        {
            var node = Nodes[member.Id];
            if (!node.IsUp || member.IsNewlyAdded || node.View.Config?.VersionAndTerm != config.VersionAndTerm
                || (!member.IsArbiter && (!ReferenceEquals(node.Log.Last, primary.Log.Last) || node.View.CommitPoint != primary.View.CommitPoint)))
            {
                return false;
            }
        }

        return true;
    }

    public string Describe() => string.Join("; ", Nodes.Select(node => node.IsUp
        ? string.Create(CultureInfo.InvariantCulture, $"{node.Id} is {node.View.State} in term {node.View.Term} with {node.Log.Count} entries up to {node.Log.Last?.OpTime}, source {node.View.SyncSourceId}, config {node.View.Config?.VersionAndTerm}, commit point {node.View.CommitPoint}")
        : string.Create(CultureInfo.InvariantCulture, $"{node.Id} is down")));
}
