using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

internal sealed class GrantRolesCommand : ICommand
{
    public IReadOnlyList<string> Names => ["grantRolesToUser", "revokeRolesFromUser"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = UserDocuments.Name(context);
        var roles = UserDocuments.Roles(context);
        if (roles.Count == 0)
        {
            throw CommandException.BadValue($"{context.Name} command requires a non-empty \"roles\" array");
        }

        await UserDocuments.UpdateAsync(context, name, user =>
        {
            var before = user["roles"].AsBsonArray;
            user["roles"] = new BsonArray(context.Name == "grantRolesToUser" ? before.Union(roles) : before.Except(roles));
        });
        return [];
    }
}
