using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>Calls an election now: what a primary that hands over sends to its successor.</summary>
internal sealed class StepUpCommand : ICommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public IReadOnlyList<string> Names => ["replSetStepUp"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var replication = context.Member.Replication;
        replication.Post(new MachineEvent.StepUpRequested(context.Flag("skipDryRun")));
        return await replication.WaitForAsync(view => view.State == MemberState.Primary, Patience, cancellationToken)
            ? []
            : throw new CommandException(ErrorCode.CommandFailed, "Election failed.");
    }
}
