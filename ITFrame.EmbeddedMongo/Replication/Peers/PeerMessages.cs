using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Peers;

/// <summary>What members say to each other, as documents.</summary>
internal static class PeerMessages
{
    // Far beyond what terms and versions reach, and far from where adding to them would overflow.
    private const long MaxNumber = 1L << 53;

    public static BsonDocument ToBson(HeartbeatRequest request) => new()
    {
        { "replSetHeartbeat", request.SetName },
        { "configVersion", request.Config.Version },
        { "configTerm", request.Config.Term },
        { "from", request.FromHost },
        { "fromId", request.FromId },
        { "term", request.Term },
        { "primaryId", request.PrimaryId },
    };

    public static HeartbeatRequest ParseHeartbeatRequest(BsonDocument command) => new(
        Text(command, "replSetHeartbeat"),
        Config(command, "configVersion"),
        Text(command, "from"),
        (int)Number(command, "fromId"),
        Number(command, "term"),
        (int)Number(command, "primaryId"));

    public static BsonDocument ToBson(HeartbeatReply reply, string setName)
    {
        var document = new BsonDocument
        {
            { "set", setName },
            { "state", (int)reply.State },
            { "v", reply.VersionAndTerm.Version },
            { "configTerm", reply.VersionAndTerm.Term },
            { "term", reply.Term },
            { "primaryId", reply.PrimaryId },
            { "durableOpTime", reply.Applied.ToBson() },
            { "opTime", reply.Applied.ToBson() },
            { "lastOpCommitted", reply.Committed.ToBson() },
            { "syncingTo", reply.SyncSource },
            { "electionTime", new BsonTimestamp(reply.ElectionTimestamp) },
        };
        if (reply.Config is not null)
        {
            document.Add("config", reply.Config.Document);
        }

        return document;
    }

    public static HeartbeatReply ParseHeartbeatReply(BsonDocument reply)
    {
        ThrowIfFailed(reply);
        return new HeartbeatReply(
            (MemberState)Number(reply, "state"),
            Number(reply, "term"),
            OpTime.FromBson(reply.GetValue("opTime", BsonNull.Value)),
            OpTime.FromBson(reply.GetValue("lastOpCommitted", BsonNull.Value)),
            Config(reply, "v"),
            (int)Number(reply, "primaryId"),
            reply.GetValue("syncingTo", "").ToString()!,
            reply.TryGetValue("config", out var config) && config is BsonDocument document ? ReplicaSetConfig.Parse(document) : null,
            reply.TryGetValue("electionTime", out var elected) && elected is BsonTimestamp timestamp ? timestamp.Value : 0);
    }

    public static BsonDocument ToBson(VoteRequest request) => new()
    {
        { "replSetRequestVotes", 1 },
        { "setName", request.SetName },
        { "dryRun", request.IsDryRun },
        { "term", request.Term },
        { "candidateId", request.CandidateId },
        { "configVersion", request.Config.Version },
        { "configTerm", request.Config.Term },
        { "lastAppliedOpTime", request.LastApplied.ToBson() },
    };

    public static VoteRequest ParseVoteRequest(BsonDocument command) => new(
        Text(command, "setName"),
        command.GetValue("dryRun", false).ToBoolean(),
        Number(command, "term"),
        (int)Number(command, "candidateId"),
        Config(command, "configVersion"),
        OpTime.FromBson(command.GetValue("lastAppliedOpTime", BsonNull.Value)));

    public static BsonDocument ToBson(VoteReply reply) => new()
    {
        { "term", reply.Term },
        { "voteGranted", reply.IsGranted },
        { "reason", reply.Reason },
    };

    public static VoteReply ParseVoteReply(BsonDocument reply)
    {
        ThrowIfFailed(reply);
        return new VoteReply(Number(reply, "term"), reply.GetValue("voteGranted", false).ToBoolean(), reply.GetValue("reason", "").ToString()!);
    }

    public static BsonDocument ToBson(MemberPosition position) => new()
    {
        { "memberId", position.MemberId },
        { "term", position.Term },
        { "appliedOpTime", position.Applied.ToBson() },
        { "durableOpTime", position.Applied.ToBson() },
    };

    public static MemberPosition ParsePosition(BsonDocument position) => new(
        (int)Number(position, "memberId"),
        Number(position, "term"),
        OpTime.FromBson(position.GetValue("durableOpTime", BsonNull.Value)));

    private static void ThrowIfFailed(BsonDocument reply)
    {
        if (reply.GetValue("ok", 0).ToDouble() != 1)
        {
            throw new IOException(reply.GetValue("errmsg", "the request was refused").ToString());
        }
    }

    private static long Number(BsonDocument document, string name) => document.GetValue(name, BsonNull.Value) is { IsNumeric: true } value
        && Bson.BsonNumber.Truncate(value) is > -MaxNumber and < MaxNumber
        ? Bson.BsonNumber.Truncate(value)
        : throw CommandException.FailedToParse($"the number '{name}' is missing");

    private static ConfigVersionAndTerm Config(BsonDocument document, string versionName) => new(Number(document, versionName), Number(document, "configTerm"));

    private static string Text(BsonDocument document, string name) => document.GetValue(name, BsonNull.Value) is BsonString value
        ? value.Value
        : throw CommandException.FailedToParse($"the string '{name}' is missing");
}
