using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>What kind of set is simulated.</summary>
/// <param name="Members">How many members there are.</param>
/// <param name="Arbiters">How many of them, the last ones, are arbiters.</param>
/// <param name="NonVoters">How many before those have no vote.</param>
/// <param name="HasPriorities">Whether the first are preferred to the later ones.</param>
internal sealed record SetLayout(int Members, int Arbiters = 0, int NonVoters = 0, bool HasPriorities = true)
{
    public static readonly TimeSpan ElectionTimeout = TimeSpan.FromSeconds(2);

    private const int HeartbeatMilliseconds = 700;

    public ReplicaSetConfig ToConfig() => ReplicaSetConfig.Parse(new BsonDocument
    {
        { "_id", "sim" },
        { "version", 1 },
        { "term", 0 },
        { "members", new BsonArray(Enumerable.Range(0, Members).Select(Member)) },
        {
            "settings", new BsonDocument
            {
                { "electionTimeoutMillis", (int)ElectionTimeout.TotalMilliseconds },
                { "heartbeatIntervalMillis", HeartbeatMilliseconds },
                { "catchUpTakeoverDelayMillis", 4000 },
            }
        },
    });

    private BsonDocument Member(int id)
    {
        var member = new BsonDocument { { "_id", id }, { "host", SimulatedSet.HostOf(id) } };
        if (id >= Members - Arbiters)
        {
            return member.Add("arbiterOnly", true);
        }

        return id >= Members - Arbiters - NonVoters
            ? member.Add("votes", 0).Add("priority", 0)
            : member.Add("priority", HasPriorities ? Members - id : 1);
    }
}
