using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class HeartbeatCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetHeartbeat"];

    public CommandTraits Traits => CommandTraits.AdminOnly | CommandTraits.DuringShutdown;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = PeerMessages.ParseHeartbeatRequest(context.Command);
        var ownName = context.Member.Options.SetName;
        if (request.SetName.Length > 0 && request.SetName != ownName)
        {
            throw new CommandException(ErrorCode.InvalidReplicaSetConfig, $"replica set names do not match, ours: {ownName}; remote node's: {request.SetName}");
        }

        return PeerMessages.ToBson(await context.Member.Replication.AnswerAsync(request, cancellationToken), ownName);
    }
}
