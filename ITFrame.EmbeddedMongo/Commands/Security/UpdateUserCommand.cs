using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

internal sealed class UpdateUserCommand : ICommand
{
    public IReadOnlyList<string> Names => ["updateUser"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = UserDocuments.Name(context);
        var changes = new BsonDocument();
        if (context.Text("pwd") is { } password)
        {
            changes.Add("credentials", name.Database == UserName.ExternalDatabase
                ? throw CommandException.BadValue("Cannot set the password for users defined on the '$external' database")
                : UserDocuments.Credentials(context, password));
        }

        if (context.OptionalDocument("customData") is { } customData)
        {
            changes.Add("customData", customData);
        }

        if (context.Command.Contains("roles"))
        {
            changes.Add("roles", UserDocuments.Roles(context));
        }

        if (context.Command.GetValue("authenticationRestrictions", BsonNull.Value) is BsonArray { Count: > 0 })
        {
            throw new CommandException(ErrorCode.NotImplemented, "authenticationRestrictions are not supported by this stand-in");
        }

        if (changes.ElementCount == 0)
        {
            throw CommandException.BadValue("Must specify at least one field to update in updateUser");
        }

        await UserDocuments.UpdateAsync(context, name, user => user.Merge(changes, overwriteExistingElements: true));
        return [];
    }
}
