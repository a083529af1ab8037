using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>Orders a fault for a test; only members that were started for tests know the command.</summary>
internal sealed class ConfigureFailPointCommand : ICommand
{
    public IReadOnlyList<string> Names => ["configureFailPoint"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!context.Member.Options.EnableTestCommands)
        {
            throw new CommandException(ErrorCode.CommandNotFound, "no such command: 'configureFailPoint'");
        }

        var name = context.Text("configureFailPoint") ?? throw CommandException.FailedToParse("configureFailPoint needs a name");
        context.Member.FailPoints.Set(name, context.Command.GetValue("mode", BsonNull.Value), context.Document("data"));
        return Task.FromResult(new BsonDocument());
    }
}
