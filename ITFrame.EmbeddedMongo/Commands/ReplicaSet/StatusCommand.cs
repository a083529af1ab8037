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
        var last = member.Store.LastOpTime;
        return Task.FromResult(new BsonDocument
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
            { "writableVotingMembersCount", config.Members.Count(other => other is { IsVoter: true, IsArbiter: false }) },
            {
                "optimes", new BsonDocument
                {
                    { "lastCommittedOpTime", view.CommitPoint.ToBson() },
                    { "lastCommittedWallTime", DateOf(view.CommitPoint) },
                    { "readConcernMajorityOpTime", view.CommitPoint.ToBson() },
                    { "appliedOpTime", last.ToBson() },
                    { "durableOpTime", last.ToBson() },
                    { "lastAppliedWallTime", DateOf(last) },
                    { "lastDurableWallTime", DateOf(last) },
                }
            },
            { "members", new BsonArray(config.Members.Select(other => other.Id == view.SelfId ? Self(other, view, last, member) : Other(other, view, member))) },
        });
    }

    private static BsonDocument Self(MemberConfig config, MachineView view, OpTime last, Member member)
    {
        var document = Head(config, 1, view.State, member.Clock.Elapsed);
        AddPosition(document, config, last);
        document.Add("syncSourceHost", view.SyncSource?.Host ?? "");
        document.Add("syncSourceId", view.SyncSourceId);
        document.Add("infoMessage", "");
        document.Add("configVersion", view.Config!.Version);
        document.Add("self", true);
        document.Add("lastHeartbeatMessage", "");
        return document;
    }

    private static BsonDocument Other(MemberConfig config, MachineView view, Member member)
    {
        var peer = view.Peers.FirstOrDefault(other => other.Config.Id == config.Id);
        var document = Head(config, peer?.IsUp == true ? 1 : 0, peer?.State ?? MemberState.Unknown, peer?.LastHeard ?? TimeSpan.Zero);
        AddPosition(document, config, peer?.Applied ?? OpTime.None);
        if (peer?.LastHeard is { } heard)
        {
            var date = new BsonDateTime(member.Clock.Now - (member.Clock.Elapsed - heard));
            document.Add("lastHeartbeat", date);
            document.Add("lastHeartbeatRecv", date);
        }

        document.Add("pingMs", (long)(peer?.RoundTrip.TotalMilliseconds ?? 0));
        document.Add("lastHeartbeatMessage", peer?.LastProblem ?? "");
        document.Add("syncSourceHost", peer?.SyncSource ?? "");
        document.Add("syncSourceId", view.Config!.FindByHost(peer?.SyncSource ?? "")?.Id ?? -1);
        document.Add("infoMessage", "");
        document.Add("configVersion", peer?.ConfigVersion ?? -1);
        return document;
    }

    private static BsonDocument Head(MemberConfig config, int health, MemberState state, TimeSpan uptime) => new()
    {
        { "_id", config.Id },
        { "name", config.Host },
        { "health", (double)health },
        { "state", (int)state },
        { "stateStr", state == MemberState.Down ? "(not reachable/healthy)" : state.ToString().ToUpperInvariant() },
        { "uptime", (long)uptime.TotalSeconds },
    };

    private static void AddPosition(BsonDocument document, MemberConfig config, OpTime opTime)
    {
        if (!config.IsArbiter)
        {
            document.Add("optime", opTime.ToBson());
            document.Add("optimeDurable", opTime.ToBson());
            document.Add("optimeDate", DateOf(opTime));
        }
    }

    private static BsonDateTime DateOf(OpTime opTime) => new(opTime.Seconds * 1000);
}
