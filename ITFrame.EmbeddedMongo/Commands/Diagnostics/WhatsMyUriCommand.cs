using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class WhatsMyUriCommand : ICommand
{
    public IReadOnlyList<string> Names => ["whatsmyuri"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new BsonDocument("you", context.Connection.Remote));
}
