using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class ReconfigCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetReconfig"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var replication = context.Member.Replication;
        if (replication.View.Config is null)
        {
            throw new CommandException(ErrorCode.NotYetInitialized, "Node not yet initialized; use the replSetInitiate command");
        }

        var config = ReplicaSetConfig.Parse(context.Command[0] as BsonDocument ?? throw CommandException.BadValue("no configuration specified"));
        var isForced = context.Flag("force");
        if (!isForced && !replication.View.IsWritable)
        {
            throw new CommandException(
                ErrorCode.NotWritablePrimary,
                $"New config is rejected :: caused by :: replSetReconfig should only be run on a writable PRIMARY. Current state {replication.View.State.ToString().ToUpperInvariant()};");
        }

        if (DefaultConcerns.Read(context.Member).WriteConcern is null && config.DefaultsToMajority != replication.View.Config.DefaultsToMajority)
        {
            throw new CommandException(
                ErrorCode.NewReplicaSetConfigurationIncompatible,
                "Reconfig attempted to install a config that would change the implicit default write concern. Use the setDefaultRWConcern command to set a cluster-wide write concern and try the reconfig again.");
        }

        await context.Member.Reconfiguration.ReconfigureAsync(config, isForced, cancellationToken);
        return [];
    }
}
