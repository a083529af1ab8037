using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>Makes a new primary accept writes with what it has.</summary>
internal sealed class AbortCatchUpCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetAbortPrimaryCatchUp"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!context.Member.Replication.View.IsCatchingUp)
        {
            throw new CommandException(ErrorCode.IllegalOperation, "The node is not in catchup mode.");
        }

        context.Member.Replication.Post(new MachineEvent.CatchUpAbandoned("an operator's request"));
        return Task.FromResult(new BsonDocument());
    }
}
