using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>Members keep one connection for each purpose, not pools of them; the shape is what tools expect.</summary>
internal sealed class ConnectionPoolStatisticsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["connPoolStats"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var view = context.Member.Replication.View;
        var replicaSets = view.Config is null ? [] : new BsonDocument(context.Member.Replication.SetName, new BsonDocument("hosts", new BsonArray(
            view.Config.Members.Select(member => new BsonDocument { { "addr", member.Host }, { "ok", true }, { "ismaster", member.Host == view.Primary?.Host } }))));
        return Task.FromResult(new BsonDocument
        {
            { "numClientConnections", 0 },
            { "numAScopedConnections", 0 },
            { "totalInUse", 0 },
            { "totalAvailable", 0 },
            { "totalCreated", 0 },
            { "totalRefreshing", 0 },
            { "pools", new BsonDocument() },
            { "hosts", new BsonDocument() },
            { "replicaSets", replicaSets },
        });
    }
}
