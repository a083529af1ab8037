using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class StatusCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetGetStatus"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var member = context.Member;
        var view = member.Replication.View;
        var config = view.Config ?? throw GetConfigCommand.NotInitialized();
        if (view.State == MemberState.Removed)
        {
            throw new Errors.CommandException(Errors.ErrorCode.InvalidReplicaSetConfig, "Our replica set config is invalid or we are not a member of it");
        }

        var last = member.Store.LastOpTime;
        var status = new BsonDocument
        {
            { "set", config.SetName },
            { "date", new BsonDateTime(member.Clock.Now) },
            { "myState", (int)view.State },
            { "term", view.Term },
            { "syncSourceHost", view.SyncSource?.Host ?? "" },
            { "syncSourceId", view.SyncSourceId },
            { "heartbeatIntervalMillis", (long)config.HeartbeatInterval.TotalMilliseconds },
            { "majorityVoteCount", config.VoteMajority },
            { "writeMajorityCount", config.WriteMajority },
            { "votingMembersCount", config.VoterCount },
            { "writableVotingMembersCount", config.DataVoterCount },
            { "optimes", OpTimes(view, last) },
        };
        if (view.Election is { } election)
        {
            status.Add("electionCandidateMetrics", ElectionMetrics.OfCandidate(election, member.Clock));
        }

        if (view.Vote is { } vote)
        {
            status.Add("electionParticipantMetrics", ElectionMetrics.OfParticipant(vote, member.Clock));
        }

        status.Add("members", new BsonArray(config.Members.OrderBy(other => other.Id).Select(other => other.Id == view.SelfId ? Self(other, view, last, member) : Other(other, view, member))));
        return Task.FromResult(status);
    }

    private static BsonDocument OpTimes(MachineView view, OpTime last) => new()
    {
        { "lastCommittedOpTime", view.CommitPoint.ToBson() },
        { "lastCommittedWallTime", DateOf(view.CommitPoint) },
        { "readConcernMajorityOpTime", view.CommitPoint.ToBson() },
        { "appliedOpTime", last.ToBson() },
        { "durableOpTime", last.ToBson() },
        { "writtenOpTime", last.ToBson() },
        { "lastAppliedWallTime", DateOf(last) },
        { "lastDurableWallTime", DateOf(last) },
        { "lastWrittenWallTime", DateOf(last) },
    };

    private static BsonDocument Self(MemberConfig config, MachineView view, OpTime last, Member member)
    {
        var document = Head(config, isUp: true, view.State, member.Clock.Elapsed);
        if (!config.IsArbiter)
        {
            document.Add("optime", last.ToBson());
            document.Add("optimeDate", DateOf(last));
            document.Add("optimeWritten", last.ToBson());
            document.Add("optimeWrittenDate", DateOf(last));
            AddWallTimes(document, last);
        }

        document.Add("syncSourceHost", view.SyncSource?.Host ?? "");
        document.Add("syncSourceId", view.SyncSourceId);
        document.Add("infoMessage", view.IsCatchingUp ? "catching up before accepting writes" : "");
        if (view.State == MemberState.Primary)
        {
            AddElection(document, view.ElectionTimestamp);
        }

        document.Add("configVersion", (int)view.Config!.Version);
        document.Add("configTerm", view.Config.Term);
        document.Add("self", true);
        document.Add("lastHeartbeatMessage", "");
        return document;
    }

    private static BsonDocument Other(MemberConfig config, MachineView view, Member member)
    {
        var peer = view.Peers.First(other => other.Config.Id == config.Id);
        var now = member.Clock.Elapsed;
        var document = Head(config, peer.IsUp, peer.LastHeartbeat is null && !peer.IsUp ? MemberState.Unknown : peer.State, peer.UpSince is { } up ? now - up : TimeSpan.Zero);
        if (!config.IsArbiter)
        {
            document.Add("optime", peer.Applied.ToBson());
            document.Add("optimeDurable", peer.Applied.ToBson());
            document.Add("optimeWritten", peer.Applied.ToBson());
            document.Add("optimeDate", DateOf(peer.Applied));
            document.Add("optimeDurableDate", DateOf(peer.Applied));
            document.Add("optimeWrittenDate", DateOf(peer.Applied));
            AddWallTimes(document, peer.Applied);
        }

        document.Add("lastHeartbeat", ElectionMetrics.DateOf(peer.LastHeartbeat, member.Clock));
        document.Add("lastHeartbeatRecv", ElectionMetrics.DateOf(peer.LastHeartbeatReceived, member.Clock));
        document.Add("pingMs", (long)(peer.Ping?.TotalMilliseconds ?? 0));
        document.Add("lastHeartbeatMessage", peer.LastProblem);
        document.Add("syncSourceHost", peer.SyncSource);
        document.Add("syncSourceId", view.Config!.FindByHost(peer.SyncSource)?.Id ?? -1);
        document.Add("infoMessage", "");
        if (peer.State == MemberState.Primary)
        {
            AddElection(document, peer.ElectionTimestamp);
        }

        document.Add("configVersion", (int)peer.VersionAndTerm.Version);
        document.Add("configTerm", peer.VersionAndTerm.Term);
        return document;
    }

    private static BsonDocument Head(MemberConfig config, bool isUp, MemberState state, TimeSpan uptime) => new()
    {
        { "_id", config.Id },
        { "name", config.Host },
        { "health", isUp ? 1.0 : 0.0 },
        { "state", (int)state },
        { "stateStr", isUp ? state.ToString().ToUpperInvariant() : "(not reachable/healthy)" },
        { "uptime", (int)uptime.TotalSeconds },
    };

    private static void AddWallTimes(BsonDocument document, OpTime opTime)
    {
        document.Add("lastAppliedWallTime", DateOf(opTime));
        document.Add("lastDurableWallTime", DateOf(opTime));
        document.Add("lastWrittenWallTime", DateOf(opTime));
    }

    private static void AddElection(BsonDocument document, long timestamp)
    {
        document.Add("electionTime", new BsonTimestamp(timestamp));
        document.Add("electionDate", new BsonDateTime((timestamp >> 32) * 1000));
    }

    private static BsonDateTime DateOf(OpTime opTime) => new(opTime.Seconds * 1000);
}
