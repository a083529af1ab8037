using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class GetConfigCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetGetConfig"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.Member.Replication.View.Config is { } config
            ? Task.FromResult(new BsonDocument("config", config.Document))
            : throw NotInitialized();

    public static CommandException NotInitialized() => new(ErrorCode.NotYetInitialized, "no replset config has been received");
}
