using ITFrame.EmbeddedMongo.Commands.Security;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class ConnectionStatusCommand : ICommand
{
    public IReadOnlyList<string> Names => ["connectionStatus"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var session = context.Connection.Authorization;
        session.Refresh();
        var info = new BsonDocument
        {
            { "authenticatedUsers", session.User is { } user ? new BsonArray { new BsonDocument { { "user", user.Name }, { "db", user.Database } } } : [] },
            { "authenticatedUserRoles", new BsonArray(session.Roles.Select(UserDocuments.RoleToBson)) },
        };
        if (context.Flag("showPrivileges"))
        {
            info.Add("authenticatedUserPrivileges", new BsonArray(session.Privileges.Select(privilege => privilege.ToBson())));
        }

        return Task.FromResult(new BsonDocument("authInfo", info));
    }
}
