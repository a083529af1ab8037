using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Security.Users;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>What commands on users need, where that depends on what they say.</summary>
internal static class UserRules
{
    private static readonly string[] Merging = ["createUser", "dropUser", "grantRole", "revokeRole", "changePassword"];

    public static bool Create(AuthorizationSession session, WireRequest request) =>
        session.Allows(ResourcePattern.OfDatabase(request.Database), "createUser") && ForEachRole(session, request, "grantRole");

    public static bool Update(AuthorizationSession session, WireRequest request)
    {
        var database = ResourcePattern.OfDatabase(request.Database);
        var command = request.Command;
        return (!command.Contains("pwd") || session.Allows(database, "changePassword"))
            && (!command.Contains("customData") || session.Allows(database, "changeCustomData"))
            && (!command.Contains("authenticationRestrictions") || session.Allows(database, "setAuthenticationRestriction"))
            && (!command.Contains("mechanisms") || session.Allows(database, "changePassword"))
            && (!command.Contains("roles") || (session.Allows(database, "revokeRole") && ForEachRole(session, request, "grantRole")));
    }

    /// <summary>Users of any database, with any role.</summary>
    public static bool Merge(AuthorizationSession session, WireRequest request) =>
        Merging.All(action => session.Allows(ResourcePattern.AnyNormal, action));

    /// <summary>Roles are granted where they are defined.</summary>
    public static bool ForEachRole(AuthorizationSession session, WireRequest request, string action) =>
        request.Command.GetValue("roles", BsonNull.Value) is not BsonArray roles
        || roles.All(role => session.Allows(ResourcePattern.OfDatabase(role is BsonDocument named ? BsonText.Whole(named.GetValue("db", "")) : request.Database), action));

    public static bool Info(AuthorizationSession session, WireRequest request) => request.Command[0] switch
    {
        BsonDocument all when all.GetValue("forAllDBs", false).ToBoolean() => session.Allows(ResourcePattern.Cluster, "viewUser"),
        BsonArray users => users.All(user => IsVisible(session, request.Database, user)),
        var user => IsVisible(session, request.Database, user),
    };

    public static bool RolesInfo(AuthorizationSession session, WireRequest request) =>
        (request.Command[0] is BsonArray several ? several : [request.Command[0]])
        .All(role => Name(request.Database, role) is { } name
            ? session.Roles.Contains(name) || session.Allows(ResourcePattern.OfDatabase(name.Database), "viewRole")
            : session.Allows(ResourcePattern.OfDatabase(request.Database), "viewRole"));

    private static bool IsVisible(AuthorizationSession session, string database, BsonValue user) => Name(database, user) is { } name
        ? session.User == name || session.Allows(ResourcePattern.OfDatabase(name.Database), "viewUser")
        : session.Allows(ResourcePattern.OfDatabase(database), "viewUser");

    private static UserName? Name(string database, BsonValue value) => value switch
    {
        BsonString text => new UserName(text.Value, database),
        BsonDocument named when named.Contains("db") => new UserName(BsonText.Whole(named.GetValue("user", named.GetValue("role", ""))), BsonText.Whole(named["db"])),
        _ => null,
    };
}
