using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>What monitoring reads. What belongs to an engine that is not here, such as wiredTiger, is left out.</summary>
internal sealed class ServerStatusCommand : ICommand
{
    private const int MaxConnections = 1_000_000;

    public IReadOnlyList<string> Names => ["serverStatus"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var member = context.Member;
        var uptime = member.Clock.Elapsed;
        var reply = new BsonDocument
        {
            { "host", member.Replication.View.Self?.Host ?? Environment.MachineName },
            { "version", BuildInfoCommand.Version },
            { "process", "ITFrame.EmbeddedMongo" },
            { "pid", (long)Environment.ProcessId },
            { "uptime", uptime.TotalSeconds },
            { "uptimeMillis", (long)uptime.TotalMilliseconds },
            { "uptimeEstimate", (long)uptime.TotalSeconds },
            { "localTime", new BsonDateTime(member.Clock.Now) },
            { "asserts", new BsonDocument { { "regular", 0 }, { "warning", 0 }, { "msg", 0 }, { "user", 0 }, { "rollovers", 0 } } },
            { "connections", Connections(member) },
            { "globalLock", GlobalLock(member, uptime) },
            { "network", Network(member) },
            { "opcounters", member.Operations.Counters.ByKind },
            { "repl", Replication(member) },
            { "storageEngine", new BsonDocument { { "name", "sqlite" }, { "supportsCommittedReads", true }, { "persistent", true }, { "readOnly", false } } },
            { "transactions", new BsonDocument("currentOpen", (long)member.Transactions.OpenCount) },
            { "mem", Memory() },
            { "metrics", Metrics(member) },
        };

        // A section can be left out by name.
        foreach (var left in context.Command.Where(element => element.Value == false || (BsonNumber.Is(element.Value) && BsonNumber.ToDouble(element.Value) == 0)).Select(element => element.Name).ToList())
        {
            reply.Remove(left);
        }

        return Task.FromResult(reply);
    }

    private static BsonDocument Connections(Member member) => new()
    {
        { "current", member.ConnectionCount },
        { "available", MaxConnections - member.ConnectionCount },
        { "totalCreated", member.Operations.Network.ConnectionsCreated },
        { "active", member.Operations.Active.Select(operation => operation.Connection.Id).Distinct().Count() },
    };

    private static BsonDocument GlobalLock(Member member, TimeSpan uptime)
    {
        var active = member.Operations.Active.Select(operation => operation.Name).ToList();
        var writers = active.Count(name => name is "insert" or "update" or "delete" or "findAndModify" or "bulkWrite");
        return new BsonDocument
        {
            { "totalTime", (long)uptime.TotalMicroseconds },
            { "currentQueue", new BsonDocument { { "total", 0 }, { "readers", 0 }, { "writers", 0 } } },
            { "activeClients", new BsonDocument { { "total", active.Count }, { "readers", active.Count - writers }, { "writers", writers } } },
        };
    }

    private static BsonDocument Network(Member member) => new()
    {
        { "bytesIn", member.Operations.Network.BytesIn },
        { "bytesOut", member.Operations.Network.BytesOut },
        { "numRequests", member.Operations.Network.Requests },
    };

    private static BsonDocument Replication(Member member)
    {
        var view = member.Replication.View;
        var reply = new BsonDocument
        {
            { "setName", member.Replication.SetName },
            { "setVersion", view.Config?.Version ?? 0 },
            { "isWritablePrimary", view.IsWritable },
            { "secondary", view.State == MemberState.Secondary },
            { "primary", view.Primary?.Host ?? "" },
            { "me", view.Self?.Host ?? "" },
            { "hosts", new BsonArray(view.Config?.Members.Where(other => other is { IsArbiter: false, IsHidden: false }).Select(other => other.Host) ?? []) },
        };
        var last = member.Store.LastOpTime;
        return last.IsNone ? reply : reply.Add("lastWrite", new BsonDocument { { "opTime", last.ToBson() }, { "lastWriteDate", DateOf(last) }, { "majorityOpTime", view.CommitPoint.ToBson() }, { "majorityWriteDate", DateOf(view.CommitPoint) } });
    }

    private static BsonDateTime DateOf(OpTime opTime) => new(opTime.Seconds * 1000);

    private static BsonDocument Memory()
    {
        var resident = (int)(Environment.WorkingSet / (1024 * 1024));
        return new BsonDocument { { "bits", 64 }, { "resident", resident }, { "supported", true } };
    }

    private static BsonDocument Metrics(Member member) => new()
    {
        { "commands", member.Operations.Counters.Commands },
        { "cursor", new BsonDocument("open", new BsonDocument("total", (long)member.Cursors.Count)) },
        { "document", member.Operations.Documents.ToBson() },
    };
}
