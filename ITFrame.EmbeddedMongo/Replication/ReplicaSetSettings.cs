using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>The 'settings' of the set's config, with MongoDB's defaults.</summary>
internal sealed record ReplicaSetSettings
{
    private const string ReplicaSetIdField = "replicaSetId";

    private static readonly HashSet<string> Fields =
    [
        "chainingAllowed", "heartbeatIntervalMillis", "heartbeatTimeoutSecs", "electionTimeoutMillis", "catchUpTimeoutMillis",
        "catchUpTakeoverDelayMillis", "getLastErrorModes", "getLastErrorDefaults", ReplicaSetIdField,
    ];

    public bool ChainingAllowed { get; private init; }

    public TimeSpan HeartbeatInterval { get; private init; }

    public TimeSpan HeartbeatTimeout { get; private init; }

    public TimeSpan ElectionTimeout { get; private init; }

    /// <summary>How long a new primary tries to catch up; null: until it has.</summary>
    public TimeSpan? CatchUpTimeout { get; private init; }

    /// <summary>How long a member that is ahead of a primary which catches up waits before it takes over; null: for ever.</summary>
    public TimeSpan? CatchUpTakeoverDelay { get; private init; }

    public IReadOnlyDictionary<string, WriteConcernMode> Modes { get; private init; } = new Dictionary<string, WriteConcernMode>();

    public ObjectId? ReplicaSetId { get; init; }

    public static ReplicaSetSettings Parse(BsonDocument document, IReadOnlyList<MemberConfig> members)
    {
        if (document.Names.FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
        {
            throw Invalid($"BSON field 'ReplSetConfigSettings.{unknown}' is an unknown field.");
        }

        var catchUp = Number(document, "catchUpTimeoutMillis", -1, -1);
        var takeover = Number(document, "catchUpTakeoverDelayMillis", 30_000, -1);
        RefuseDefaults(document);
        return new ReplicaSetSettings
        {
            ChainingAllowed = document.GetValue("chainingAllowed", true).ToBoolean(),
            HeartbeatInterval = TimeSpan.FromMilliseconds(Number(document, "heartbeatIntervalMillis", 2_000, 1)),
            HeartbeatTimeout = TimeSpan.FromSeconds(Number(document, "heartbeatTimeoutSecs", 10, 1)),
            ElectionTimeout = TimeSpan.FromMilliseconds(Number(document, "electionTimeoutMillis", 10_000, 1)),
            CatchUpTimeout = catchUp < 0 ? null : TimeSpan.FromMilliseconds(catchUp),
            CatchUpTakeoverDelay = takeover < 0 ? null : TimeSpan.FromMilliseconds(takeover),
            Modes = ParseModes(document, members),
            ReplicaSetId = document.GetValue(ReplicaSetIdField, BsonNull.Value) is BsonObjectId id ? id.Value : null,
        };
    }

    public BsonDocument ToBson()
    {
        var document = new BsonDocument
        {
            { "chainingAllowed", ChainingAllowed },
            { "heartbeatIntervalMillis", (int)HeartbeatInterval.TotalMilliseconds },
            { "heartbeatTimeoutSecs", (int)HeartbeatTimeout.TotalSeconds },
            { "electionTimeoutMillis", (int)ElectionTimeout.TotalMilliseconds },
            { "catchUpTimeoutMillis", (int)(CatchUpTimeout?.TotalMilliseconds ?? -1) },
            { "catchUpTakeoverDelayMillis", (int)(CatchUpTakeoverDelay?.TotalMilliseconds ?? -1) },
            { "getLastErrorModes", new BsonDocument(Modes.Select(mode => new BsonElement(mode.Key, new BsonDocument(mode.Value.Wanted.Select(tag => new BsonElement(tag.Key, tag.Value)))))) },
            { "getLastErrorDefaults", new BsonDocument { { "w", 1 }, { "wtimeout", 0 } } },
        };
        if (ReplicaSetId is { } id)
        {
            document.Add(ReplicaSetIdField, id);
        }

        return document;
    }

    private static Dictionary<string, WriteConcernMode> ParseModes(BsonDocument document, IReadOnlyList<MemberConfig> members)
    {
        var modes = new Dictionary<string, WriteConcernMode>(StringComparer.Ordinal);
        if (document.GetValue("getLastErrorModes", BsonNull.Value) is not BsonDocument given)
        {
            return modes;
        }

        BsonFields.DemandUnique(given, "ReplSetConfig.settings.getLastErrorModes");
        foreach (var mode in given)
        {
            if (mode.Value is not BsonDocument tags || !WriteConcernMode.IsValid(tags))
            {
                throw Invalid($"the write concern mode '{mode.Name}' must be an object of tags with positive numbers");
            }

            if (tags.Names.FirstOrDefault(tag => !members.Any(member => member.Tags.Contains(tag))) is { } missing)
            {
                throw Invalid($"No replica set tag named: {missing}, which the write concern mode '{mode.Name}' wants");
            }

            modes.Add(mode.Name, WriteConcernMode.Parse(tags));
        }

        return modes;
    }

    private static void RefuseDefaults(BsonDocument document)
    {
        if (document.GetValue("getLastErrorDefaults", BsonNull.Value) is BsonDocument given
            && (given.GetValue("w", 1) != 1 || given.GetValue("wtimeout", 0) != 0 || given.Contains("j") || given.Contains("fsync")))
        {
            throw Invalid("Replica set config contains customized getLastErrorDefaults, which has been deprecated and is now ignored. "
                + "Use setDefaultRWConcern instead to set a cluster-wide default writeConcern.");
        }
    }

    private static double Number(BsonDocument document, string name, int fallback, int least)
    {
        var value = document.GetValue(name, BsonNull.Value) switch
        {
            BsonNull => fallback,
            { IsNumeric: true } number => number.ToDouble(),
            _ => throw Invalid($"'{name}' must be a number"),
        };
        return value >= least && value <= int.MaxValue
            ? value
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"BSON field '{name}' value must be >= {least}, actual value '{value}'"));
    }

    private static CommandException Invalid(string message) => new(ErrorCode.InvalidReplicaSetConfig, message);
}
