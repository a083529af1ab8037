using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class KillOperationCommand : ICommand
{
    public IReadOnlyList<string> Names => ["killOp"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!BsonNumber.TryToInt64(context.Command.GetValue("op", BsonNull.Value), out var id) || id is < int.MinValue or > int.MaxValue)
        {
            throw new CommandException(ErrorCode.NoSuchKey, "missing or invalid field \"op\"");
        }

        context.Member.Operations.Kill((int)id);
        return Task.FromResult(new BsonDocument("info", "attempting to kill op"));
    }
}
