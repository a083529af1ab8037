using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>One member in the set's config.</summary>
internal sealed record MemberConfig
{
    /// <summary>Marks a member that was added and still copies its data: until it is done it counts for nothing.</summary>
    public const string NewlyAddedField = "newlyAdded";

    private static readonly HashSet<string> Fields =
        ["_id", "host", "arbiterOnly", "buildIndexes", "hidden", "priority", "tags", "secondaryDelaySecs", "slaveDelay", "votes", "horizons", NewlyAddedField];

    public required int Id { get; init; }

    /// <summary>host:port</summary>
    public required string Host { get; init; }

    /// <summary>As the config says; see <see cref="Priority"/>.</summary>
    public double BasePriority { get; init; } = 1;

    /// <summary>As the config says; see <see cref="IsVoter"/>.</summary>
    public int BaseVotes { get; init; } = 1;

    public bool IsArbiter { get; init; }

    public bool IsHidden { get; init; }

    public bool IsNewlyAdded { get; init; }

    public BsonDocument Tags { get; init; } = [];

    public double Priority => IsNewlyAdded ? 0 : BasePriority;

    public bool IsVoter => BaseVotes > 0 && !IsNewlyAdded;

    /// <summary>Whether the member's holding a write counts for a majority.</summary>
    public bool IsDataVoter => IsVoter && !IsArbiter;

    public bool IsElectable => !IsArbiter && Priority > 0;

    public static MemberConfig Parse(BsonDocument document)
    {
        if (document.Names.FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
        {
            throw Invalid($"BSON field 'MemberConfig.{unknown}' is an unknown field.");
        }

        if (document.GetValue("host", BsonNull.Value) is not BsonString { Value.Length: > 0 } host)
        {
            throw Invalid("BSON field 'MemberConfig.host' is missing but a required field");
        }

        if (document.GetValue("_id", BsonNull.Value) is not { IsNumeric: true } id || !BsonNumber.TryToInt64(id, out var idNumber) || idNumber is < 0 or > int.MaxValue)
        {
            throw Invalid("BSON field 'MemberConfig._id' is missing but a required field, a number from 0 on");
        }

        var isArbiter = Flag(document, "arbiterOnly", false);
        var member = new MemberConfig
        {
            Id = (int)idNumber,
            Host = WithPort(host.Value),

            // An arbiter's default priority, and the 1 that old shells give it, mean 0.
            BasePriority = Number(document, "priority", isArbiter ? 0 : 1) is var priority && isArbiter && priority == 1 ? 0 : priority,
            BaseVotes = (int)Number(document, "votes", 1),
            IsArbiter = isArbiter,
            IsHidden = Flag(document, "hidden", false),
            IsNewlyAdded = Flag(document, NewlyAddedField, false),
            Tags = ParseTags(document),
        };
        RefuseWhatIsMissing(document);
        member.Validate();
        return member;
    }

    public BsonDocument ToBson()
    {
        var document = new BsonDocument
        {
            { "_id", Id },
            { "host", Host },
            { "arbiterOnly", IsArbiter },
            { "buildIndexes", true },
            { "hidden", IsHidden },
            { "priority", BasePriority },
            { "tags", Tags },
            { "secondaryDelaySecs", 0L },
            { "votes", BaseVotes },
        };
        if (IsNewlyAdded)
        {
            document.InsertAt(2, new BsonElement(NewlyAddedField, true));
        }

        return document;
    }

    private static void RefuseWhatIsMissing(BsonDocument document)
    {
        if (Number(document, "secondaryDelaySecs", 0) != 0 || Number(document, "slaveDelay", 0) != 0)
        {
            throw Invalid("delayed members are not supported by this stand-in: secondaryDelaySecs must be 0");
        }

        if (!Flag(document, "buildIndexes", true) || document.GetValue("horizons", BsonNull.Value) is BsonDocument { ElementCount: > 0 })
        {
            throw Invalid("'buildIndexes: false' and 'horizons' are not supported by this stand-in");
        }
    }

    private static BsonDocument ParseTags(BsonDocument document) => document.GetValue("tags", BsonNull.Value) switch
    {
        BsonNull => [],
        BsonDocument tags when tags.All(tag => tag.Value is BsonString) => tags,
        _ => throw Invalid("'tags' must be an object of strings"),
    };

    private static double Number(BsonDocument document, string name, double fallback) => document.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => fallback,
        { IsNumeric: true } number => BsonNumber.ToDouble(number),
        _ => throw Invalid($"'{name}' must be a number"),
    };

    private static bool Flag(BsonDocument document, string name, bool fallback) => document.GetValue(name, BsonNull.Value) switch
    {
        BsonNull => fallback,
        BsonBoolean flag => flag.Value,
        { IsNumeric: true } number => number.ToDouble() != 0,
        _ => throw Invalid($"'{name}' must be a boolean"),
    };

    private static string WithPort(string host)
    {
        const int DefaultPort = 27017;
        var colon = host.LastIndexOf(':');
        if (colon < 0 || (host.Contains(']', StringComparison.Ordinal) && host.IndexOf(']', StringComparison.Ordinal) > colon))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{host}:{DefaultPort}");
        }

        return ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? host
            : throw Invalid($"'{host}' is not host:port");
    }

    private static CommandException Invalid(string message) => new(ErrorCode.InvalidReplicaSetConfig, message);

    private void Validate()
    {
        if (BasePriority is < 0 or > 1000)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"priority must be between 0 and 1000, but is {BasePriority}"));
        }

        if (BaseVotes is < 0 or > 1)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"votes field value is {BaseVotes} but must be 0 or 1"));
        }

        if (IsArbiter && BasePriority != 0)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Member {Host} is an arbiter but has priority {BasePriority}. Arbiter priority must be 0."));
        }

        if (IsArbiter && (BaseVotes == 0 || Tags.ElementCount > 0))
        {
            throw Invalid("Arbiter must vote (cannot have 0 votes) and cannot have tags.");
        }

        if (BaseVotes == 0 && BasePriority > 0)
        {
            throw Invalid("priority must be 0 when non-voting (votes:0)");
        }

        if (IsHidden && BasePriority > 0)
        {
            throw Invalid("priority must be 0 when hidden=true");
        }
    }
}
