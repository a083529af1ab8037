using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>Refuses what the client may not do, with MongoDB's words.</summary>
internal static class CommandAuthorization
{
    public static void Check(WireRequest request, AuthorizationSession session)
    {
        if (!session.IsEnforced)
        {
            return;
        }

        session.Refresh();
        var rule = CommandRules.Of(request.Name);
        if (rule.NeedsUser && !session.IsAuthenticated && !session.HasLocalhostException)
        {
            throw new CommandException(ErrorCode.Unauthorized, $"Command {request.Name} requires authentication");
        }

        if (!rule.Allows(session, request))
        {
            throw NotAuthorized(request.Database, request.Command);
        }
    }

    public static CommandException NotAuthorized(string database, BsonDocument command) =>
        new(ErrorCode.Unauthorized, $"not authorized on {database} to execute command {CommandText.Of(command)}");
}
