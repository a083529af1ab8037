using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

internal sealed class CreateUserCommand : ICommand
{
    public IReadOnlyList<string> Names => ["createUser"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = UserDocuments.Name(context);
        var password = context.Text("pwd");
        var isExternal = name.Database == UserName.ExternalDatabase;
        if (name.Database == "local")
        {
            throw CommandException.BadValue("Cannot create users in the local database");
        }

        if (password is null != isExternal)
        {
            throw CommandException.BadValue(isExternal
                ? "Cannot set the password for users defined on the '$external' database"
                : "Must provide a 'pwd' field for all user documents, except those with '$external' as the user's source db");
        }

        if (context.Command.GetValue("authenticationRestrictions", BsonNull.Value) is BsonArray { Count: > 0 })
        {
            throw new CommandException(ErrorCode.NotImplemented, "authenticationRestrictions are not supported by this stand-in");
        }

        var user = new BsonDocument
        {
            { "_id", name.Id },
            { "userId", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard) },
            { "user", name.Name },
            { "db", name.Database },
            { "credentials", password is null ? new BsonDocument("external", true) : UserDocuments.Credentials(context, password) },
        };
        if (context.OptionalDocument("customData") is { } customData)
        {
            user.Add("customData", customData);
        }

        user.Add("roles", UserDocuments.Roles(context));
        await UserDocuments.InsertAsync(context, name, user);
        return [];
    }
}
