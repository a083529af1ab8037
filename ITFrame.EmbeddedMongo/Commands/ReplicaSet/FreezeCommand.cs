using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>Keeps this member from standing for election for so many seconds; 0 ends that.</summary>
internal sealed class FreezeCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetFreeze"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var view = context.Member.Replication.View;
        if (view.Config is null)
        {
            throw GetConfigCommand.NotInitialized();
        }

        if (view.State == MemberState.Primary || view.IsCandidate)
        {
            throw new CommandException(
                ErrorCode.NotSecondary, $"Cannot freeze node when primary or running for election, state: {(view.State == MemberState.Primary ? "Primary" : "Running-Election")}");
        }

        var seconds = context.Command[0].IsNumeric ? BsonNumber.Truncate(context.Command[0]) : 0;
        if (seconds is < 0 or > int.MaxValue)
        {
            throw CommandException.BadValue("the freeze period must be from 0 to 2147483647 seconds");
        }

        context.Member.Replication.Post(new MachineEvent.FreezeRequested(TimeSpan.FromSeconds(seconds)));
        return Task.FromResult(seconds switch
        {
            0 => new BsonDocument("info", "unfreezing"),
            1 => new BsonDocument("warning", "you really want to freeze for only 1 second?"),
            _ => [],
        });
    }
}
