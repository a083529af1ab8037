using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>Every acknowledged write is on disk already; going through the writer waits for those under way.</summary>
internal sealed class FsyncCommand : ICommand
{
    public IReadOnlyList<string> Names => ["fsync"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await context.Member.Store.WriteAsync(_ => { });
        return new BsonDocument("numFiles", 1);
    }
}
