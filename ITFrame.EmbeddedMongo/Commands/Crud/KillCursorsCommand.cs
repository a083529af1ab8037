using ITFrame.EmbeddedMongo.Security.Authorization;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class KillCursorsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["killCursors"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var killed = new BsonArray();
        var missing = new BsonArray();
        var session = context.Connection.Authorization;
        var cursors = context.Member.Cursors;
        if (context.Array("cursors").Any(id => id is BsonInt64 number && cursors.Find(number.Value) is { } cursor && !session.Owns(cursor.Owner)) && !session.Allows(ResourcePattern.Cluster, "killAnyCursor"))
        {
            throw CommandAuthorization.NotAuthorized(context.Database, context.Command);
        }

        foreach (var id in context.Array("cursors"))
        {
            (id is BsonInt64 number && cursors.Remove(number.Value) ? killed : missing).Add(id);
        }

        return Task.FromResult(new BsonDocument
        {
            { "cursorsKilled", killed },
            { "cursorsNotFound", missing },
            { "cursorsAlive", new BsonArray() },
            { "cursorsUnknown", new BsonArray() },
        });
    }
}
