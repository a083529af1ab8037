using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>Makes this member replicate from another one of the operator's choice, until that one fails.</summary>
internal sealed class SyncFromCommand : ICommand
{
    /// <summary>From here on the reply warns that the chosen member is behind.</summary>
    private const long LagWarningSeconds = 10;

    public IReadOnlyList<string> Names => ["replSetSyncFrom"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var host = context.Text("replSetSyncFrom") ?? throw CommandException.TypeMismatch("'replSetSyncFrom' must be a string");
        var view = context.Member.Replication.View;
        var config = view.Config ?? throw GetConfigCommand.NotInitialized();
        if (view.State is MemberState.Arbiter or MemberState.Primary)
        {
            throw new CommandException(ErrorCode.NotSecondary, view.State == MemberState.Arbiter ? "arbiters don't sync" : "primaries don't sync");
        }

        if (config.FindByHost(host) is not { } target)
        {
            throw new CommandException(ErrorCode.NodeNotFound, $"Could not find member \"{host}\" in replica set");
        }

        if (target.Id == view.SelfId || target.IsArbiter)
        {
            throw new CommandException(ErrorCode.InvalidOptions, target.IsArbiter ? $"Cannot sync from \"{host}\" because it is an arbiter" : "I cannot sync from myself");
        }

        var peer = view.Peers.First(other => other.Config.Id == target.Id);
        if (!peer.IsUp)
        {
            throw new CommandException(ErrorCode.HostUnreachable, $"I cannot reach the requested member: {host}");
        }

        context.Member.Replication.Post(new MachineEvent.SyncFromRequested(target.Id));
        var reply = new BsonDocument("syncFromRequested", target.Host);
        if (peer.Applied.Seconds + LagWarningSeconds < view.Applied.Seconds)
        {
            reply.Add("warning", $"requested member \"{host}\" is more than 10 seconds behind us");
        }

        return Task.FromResult(view.SyncSource is { } before ? reply.Add("prevSyncTarget", before.Host) : reply);
    }
}
