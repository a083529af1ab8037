using System.Globalization;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>One member in the set's config.</summary>
internal sealed record MemberConfig
{
    public required int Id { get; init; }

    /// <summary>host:port</summary>
    public required string Host { get; init; }

    public double Priority { get; init; } = 1;

    public int Votes { get; init; } = 1;

    public bool IsArbiter { get; init; }

    public bool IsHidden { get; init; }

    public BsonDocument Tags { get; init; } = [];

    public bool IsVoter => Votes > 0;

    public bool IsElectable => !IsArbiter && Priority > 0;

    public static MemberConfig Parse(BsonDocument document, int index)
    {
        if (document.GetValue("host", BsonNull.Value) is not BsonString { Value.Length: > 0 } host)
        {
            throw Invalid("each member needs a 'host'");
        }

        if (document.GetValue("_id", index) is not { IsNumeric: true } id || id.ToDouble() is < 0 or > 255)
        {
            throw Invalid("a member's _id must be a number from 0 to 255");
        }

        var arbiter = document.GetValue("arbiterOnly", false).ToBoolean();
        var priority = document.GetValue("priority", arbiter ? 0 : 1).ToDouble();
        var votes = document.GetValue("votes", 1).ToInt32();
        if (priority is < 0 or > 1000 || votes is < 0 or > 1)
        {
            throw Invalid("priority must be from 0 to 1000 and votes 0 or 1");
        }

        if (votes == 0 && (priority > 0 || arbiter))
        {
            throw Invalid("a member without a vote must have priority 0 and be no arbiter");
        }

        return new MemberConfig
        {
            Id = id.ToInt32(),
            Host = WithPort(host.Value),
            Priority = arbiter ? 0 : priority,
            Votes = votes,
            IsArbiter = arbiter,
            IsHidden = document.GetValue("hidden", false).ToBoolean(),
            Tags = document.GetValue("tags", new BsonDocument()) as BsonDocument ?? [],
        };
    }

    public BsonDocument ToBson() => new()
    {
        { "_id", Id },
        { "host", Host },
        { "arbiterOnly", IsArbiter },
        { "buildIndexes", true },
        { "hidden", IsHidden },
        { "priority", Priority },
        { "tags", Tags },
        { "secondaryDelaySecs", 0L },
        { "votes", Votes },
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
}
