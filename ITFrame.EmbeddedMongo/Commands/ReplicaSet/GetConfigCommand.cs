using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class GetConfigCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetGetConfig"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var view = context.Member.Replication.View;
        var config = view.Config ?? throw NotInitialized();
        var reply = new BsonDocument("config", config.ToPublicBson());
        if (context.Flag("commitmentStatus"))
        {
            reply.Add("commitmentStatus", view.IsWritable
                ? view.IsConfigCommitted && view.IsOplogCommittedInConfig
                : throw new CommandException(ErrorCode.NotWritablePrimary, "commitmentStatus is only supported on primary."));
        }

        return Task.FromResult(reply);
    }

    public static CommandException NotInitialized() => new(ErrorCode.NotYetInitialized, "no replset config has been received");
}
