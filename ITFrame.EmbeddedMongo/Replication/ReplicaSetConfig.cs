using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>The replica set as its members agreed on it; immutable.</summary>
internal sealed class ReplicaSetConfig
{
    private const int MaxMembers = 50;
    private const int MaxVoters = 7;

    private static readonly HashSet<string> Fields =
        ["_id", "version", "term", "protocolVersion", "writeConcernMajorityJournalDefault", "members", "settings", "configsvr"];

    private ReplicaSetConfig(string setName, ConfigVersionAndTerm versionAndTerm, IReadOnlyList<MemberConfig> members, ReplicaSetSettings settings)
    {
        SetName = setName;
        VersionAndTerm = versionAndTerm;
        Members = members;
        Settings = settings;
        VoterCount = members.Count(member => member.IsVoter);
        DataVoterCount = members.Count(member => member.IsDataVoter);
        Document = ToBson();
    }

    public BsonDocument Document { get; }

    public string SetName { get; }

    public ConfigVersionAndTerm VersionAndTerm { get; }

    public long Version => VersionAndTerm.Version;

    public long Term => VersionAndTerm.Term;

    public IReadOnlyList<MemberConfig> Members { get; }

    public ReplicaSetSettings Settings { get; }

    public TimeSpan HeartbeatInterval => Settings.HeartbeatInterval;

    public TimeSpan ElectionTimeout => Settings.ElectionTimeout;

    public TimeSpan HeartbeatTimeout => Settings.HeartbeatTimeout;

    public int VoterCount { get; }

    public int DataVoterCount { get; }

    public int VoteMajority => (VoterCount / 2) + 1;

    /// <summary>How many data-bearing voters must hold a write so that every later election knows of it.</summary>
    public int WriteMajority => Math.Min(VoteMajority, DataVoterCount);

    /// <summary>
    /// What w is when nobody says: majority, but where arbiters would make one missing member stop every write.
    /// </summary>
    public bool DefaultsToMajority => VoterCount == DataVoterCount || DataVoterCount > VoteMajority;

    public static ReplicaSetConfig Parse(BsonDocument document)
    {
        if (document.Names.FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
        {
            throw Invalid($"BSON field 'ReplSetConfig.{unknown}' is an unknown field.");
        }

        if (document.GetValue("_id", BsonNull.Value) is not BsonString { Value.Length: > 0 } name)
        {
            throw Invalid("BSON field 'ReplSetConfig._id' is missing but a required field, a string");
        }

        if (document.GetValue("version", 1) is not { IsNumeric: true } version || !BsonNumber.TryToInt64(version, out var versionNumber) || versionNumber is < 1 or > int.MaxValue)
        {
            throw Invalid("BSON field 'ReplSetConfig.version' must be a number from 1 to 2147483647");
        }

        if (document.GetValue("members", BsonNull.Value) is not BsonArray list)
        {
            throw Invalid("BSON field 'ReplSetConfig.members' is missing but a required field, an array");
        }

        if (document.GetValue("protocolVersion", 1) != 1)
        {
            throw Invalid("protocolVersion must be 1");
        }

        var members = list.Select(item => MemberConfig.Parse(item as BsonDocument ?? throw Invalid("each member must be an object"))).ToList();
        Validate(members);
        var settings = ReplicaSetSettings.Parse(document.GetValue("settings", BsonNull.Value) as BsonDocument ?? [], members);
        var term = document.GetValue("term", ConfigVersionAndTerm.NoTerm) is { IsNumeric: true } given ? BsonNumber.Truncate(given) : ConfigVersionAndTerm.NoTerm;
        return new ReplicaSetConfig(name.Value, new ConfigVersionAndTerm(versionNumber, term), members, settings);
    }

    public ReplicaSetConfig With(ConfigVersionAndTerm versionAndTerm) => new(SetName, versionAndTerm, Members, Settings);

    public ReplicaSetConfig With(IEnumerable<MemberConfig> members) => new(SetName, VersionAndTerm, members.ToList(), Settings);

    public ReplicaSetConfig WithId(ObjectId? id) => new(SetName, VersionAndTerm, Members, Settings with { ReplicaSetId = id });

    public MemberConfig? FindById(int id)
    {
        foreach (var member in Members)
        {
            if (member.Id == id)
            {
                return member;
            }
        }

        return null;
    }

    public MemberConfig? FindByHost(string host) => Members.FirstOrDefault(member => string.Equals(member.Host, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>What operators are shown: a member that is still being added looks like what it will be.</summary>
    public BsonDocument ToPublicBson()
    {
        var document = new BsonDocument(Document);
        document["members"] = new BsonArray(Members.Select(member => (member with { IsNewlyAdded = false }).ToBson()));
        return document;
    }

    private static void Validate(List<MemberConfig> members)
    {
        if (members.Count is 0 or > MaxMembers)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Replica set configuration contains {members.Count} members, but must have at least 1 and no more than  {MaxMembers}"));
        }

        if (members.GroupBy(member => member.Id).FirstOrDefault(group => group.Count() > 1) is { } sameId)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Found two member configurations with same _id field, {sameId.Key}"));
        }

        if (members.GroupBy(member => member.Host, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } sameHost)
        {
            throw Invalid($"Found two member configurations with same host field, {sameHost.Key}");
        }

        var local = members.Count(member => member.Host.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) || member.Host.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        if (local != 0 && local != members.Count)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Either all host names in a replica set configuration must be localhost references, or none must be; found {local} out of {members.Count}"));
        }

        if (members.Count(member => member.BaseVotes > 0) is var voters && voters is 0 or > MaxVoters)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Replica set configuration contains {voters} voting members, but must be at least 1 and no more than {MaxVoters}"));
        }

        if (!members.Exists(member => member is { IsArbiter: false, BasePriority: > 0 }))
        {
            throw Invalid("Replica set configuration must contain at least one non-arbiter member with priority > 0");
        }
    }

    private static CommandException Invalid(string message) => new(ErrorCode.InvalidReplicaSetConfig, message);

    private BsonDocument ToBson() => new()
    {
        { "_id", SetName },
        { "version", (int)Version },
        { "term", Term },
        { "members", new BsonArray(Members.Select(member => member.ToBson())) },
        { "protocolVersion", 1L },
        { "writeConcernMajorityJournalDefault", true },
        { "settings", Settings.ToBson() },
    };
}
