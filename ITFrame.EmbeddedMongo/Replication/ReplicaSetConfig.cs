using System.Globalization;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>The replica set as its members agreed on it; immutable.</summary>
internal sealed class ReplicaSetConfig
{
    private const int MaxMembers = 50;
    private const int MaxVoters = 7;

    private ReplicaSetConfig(BsonDocument document, IReadOnlyList<MemberConfig> members)
    {
        Document = document;
        Members = members;
        SetName = document["_id"].AsString;
        Version = document["version"].ToInt64();
        Term = document.GetValue("term", -1).ToInt64();
        var settings = document.GetValue("settings", new BsonDocument()).AsBsonDocument;
        HeartbeatInterval = Milliseconds(settings, "heartbeatIntervalMillis", 2_000);
        ElectionTimeout = Milliseconds(settings, "electionTimeoutMillis", 10_000);
        HeartbeatTimeout = TimeSpan.FromSeconds(settings.GetValue("heartbeatTimeoutSecs", 10).ToDouble());
        var catchUp = settings.GetValue("catchUpTimeoutMillis", -1).ToInt64();
        CatchUpTimeout = catchUp < 0 ? null : TimeSpan.FromMilliseconds(catchUp);
    }

    public BsonDocument Document { get; }

    public string SetName { get; }

    public long Version { get; }

    public long Term { get; }

    public IReadOnlyList<MemberConfig> Members { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan ElectionTimeout { get; }

    public TimeSpan HeartbeatTimeout { get; }

    /// <summary>How long a new primary tries to catch up; null leaves it to the member.</summary>
    public TimeSpan? CatchUpTimeout { get; }

    public int VoterCount => Members.Count(member => member.IsVoter);

    public int VoteMajority => (VoterCount / 2) + 1;

    /// <summary>How many data-bearing voters must hold a write so that every later election knows of it.</summary>
    public int WriteMajority => Math.Min(VoteMajority, Members.Count(member => member is { IsVoter: true, IsArbiter: false }));

    /// <summary>
    /// What w is when nobody says: majority, but where arbiters would make one missing member stop every write.
    /// </summary>
    public bool DefaultsToMajority
    {
        get
        {
            var arbiters = Members.Count(member => member.IsArbiter);
            return arbiters == 0 || Members.Count - arbiters > VoteMajority;
        }
    }

    public static ReplicaSetConfig Parse(BsonDocument document)
    {
        if (document.GetValue("_id", BsonNull.Value) is not BsonString { Value.Length: > 0 })
        {
            throw Invalid("the config needs the set's name as '_id'");
        }

        if (document.GetValue("members", BsonNull.Value) is not BsonArray { Count: > 0 } list)
        {
            throw Invalid("the config needs at least one member");
        }

        var normal = new BsonDocument(document) { ["version"] = document.GetValue("version", 1).ToInt32() };
        var members = list.Select((item, index) => MemberConfig.Parse(item as BsonDocument ?? throw Invalid("each member must be an object"), index)).ToList();
        Validate(members);
        if (normal["version"].AsInt32 < 1)
        {
            throw Invalid("version must be at least 1");
        }

        normal["members"] = new BsonArray(members.Select(member => member.ToBson()));
        var config = new ReplicaSetConfig(normal, members);
        return config.ElectionTimeout > TimeSpan.Zero && config.HeartbeatInterval > TimeSpan.Zero
            ? config
            : throw Invalid("heartbeatIntervalMillis and electionTimeoutMillis must be positive");
    }

    public MemberConfig? FindById(int id) => Members.FirstOrDefault(member => member.Id == id);

    public MemberConfig? FindByHost(string host) => Members.FirstOrDefault(member => string.Equals(member.Host, host, StringComparison.OrdinalIgnoreCase));

    private static void Validate(List<MemberConfig> members)
    {
        if (members.Count > MaxMembers)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a set has no more than {MaxMembers} members"));
        }

        if (members.DistinctBy(member => member.Id).Count() != members.Count)
        {
            throw Invalid("two members have the same _id");
        }

        if (members.DistinctBy(member => member.Host.ToUpperInvariant()).Count() != members.Count)
        {
            throw Invalid("two members have the same host");
        }

        if (members.Count(member => member.IsVoter) is 0 or > MaxVoters)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a set has from 1 to {MaxVoters} voting members"));
        }

        if (!members.Exists(member => member is { IsArbiter: false, Priority: > 0 }))
        {
            throw Invalid("at least one member must be electable");
        }
    }

    private static TimeSpan Milliseconds(BsonDocument settings, string name, int fallback) =>
        TimeSpan.FromMilliseconds(settings.GetValue(name, fallback).ToDouble());

    private static CommandException Invalid(string message) => new(ErrorCode.InvalidReplicaSetConfig, message);
}
