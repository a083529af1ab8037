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
        foreach (var id in context.Array("cursors"))
        {
            (id is BsonInt64 number && context.Member.Cursors.Remove(number.Value) ? killed : missing).Add(id);
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
