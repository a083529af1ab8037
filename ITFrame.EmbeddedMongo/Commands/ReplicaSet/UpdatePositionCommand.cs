using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>A follower tells what it holds, and what those who follow it hold.</summary>
internal sealed class UpdatePositionCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetUpdatePosition"];

    public CommandTraits Traits => CommandTraits.AdminOnly | CommandTraits.DuringShutdown;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        foreach (var item in context.Array("optimes"))
        {
            var position = PeerMessages.ParsePosition(item as BsonDocument ?? throw CommandException.TypeMismatch("'optimes' must hold objects"));
            context.Member.Replication.Post(new MachineEvent.PositionReported(position.MemberId, position.Term, position.Applied));
        }

        return Task.FromResult(new BsonDocument());
    }
}
