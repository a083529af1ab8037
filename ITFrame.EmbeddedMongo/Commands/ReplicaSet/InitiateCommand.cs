using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class InitiateCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetInitiate"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var document = context.Command[0] is BsonDocument { ElementCount: > 0 } given
            ? given
            : throw new CommandException(ErrorCode.InvalidReplicaSetConfig, "replSetInitiate needs the set's config here: this member does not make one up");
        var config = ReplicaSetConfig.Parse(document);
        if (config.SetName != context.Member.Options.SetName)
        {
            throw new CommandException(
                ErrorCode.InvalidReplicaSetConfig,
                $"Attempting to initiate a replica set with name {config.SetName}, but command line reports {context.Member.Options.SetName}; rejecting");
        }

        await context.Member.Initiation.InitiateAsync(config, cancellationToken);
        return new BsonDocument();
    }
}
