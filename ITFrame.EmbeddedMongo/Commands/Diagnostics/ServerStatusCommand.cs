using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class ServerStatusCommand : ICommand
{
    public IReadOnlyList<string> Names => ["serverStatus"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var member = context.Member;
        var view = member.Replication.View;
        var uptime = member.Clock.Elapsed;
        return Task.FromResult(new BsonDocument
        {
            { "host", view.Self?.Host ?? Environment.MachineName },
            { "version", BuildInfoCommand.Version },
            { "process", "ITFrame.EmbeddedMongo" },
            { "pid", (long)Environment.ProcessId },
            { "uptime", uptime.TotalSeconds },
            { "uptimeMillis", (long)uptime.TotalMilliseconds },
            { "localTime", new BsonDateTime(member.Clock.Now) },
            { "connections", new BsonDocument { { "current", member.ConnectionCount } } },
            { "metrics", new BsonDocument("cursor", new BsonDocument("open", new BsonDocument("total", member.Cursors.Count))) },
            { "mem", new BsonDocument { { "bits", 64 }, { "resident", (int)(Environment.WorkingSet / (1024 * 1024)) } } },
            {
                "repl", new BsonDocument
                {
                    { "setName", member.Replication.SetName },
                    { "isWritablePrimary", view.IsWritable },
                    { "secondary", view.State == MemberState.Secondary },
                    { "primary", view.Primary?.Host ?? "" },
                    { "me", view.Self?.Host ?? "" },
                }
            },
            { "storageEngine", new BsonDocument { { "name", "sqlite" }, { "persistent", true } } },
        });
    }
}
