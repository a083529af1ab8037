using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

internal sealed class DropUserCommand : ICommand
{
    public IReadOnlyList<string> Names => ["dropUser", "dropAllUsersFromDatabase"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Name == "dropAllUsersFromDatabase")
        {
            return new BsonDocument("n", await UserDocuments.DeleteAsync(context, new BsonDocument("db", context.Database)));
        }

        var name = UserDocuments.Name(context);
        return await UserDocuments.DeleteAsync(context, new BsonDocument("_id", name.Id)) > 0
            ? []
            : throw new CommandException(ErrorCode.UserNotFound, $"User '{name}' not found");
    }
}
