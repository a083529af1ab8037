using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

/// <summary>Describes roles, of which there are the built-in ones only.</summary>
internal sealed class RolesInfoCommand : ICommand
{
    public IReadOnlyList<string> Names => ["rolesInfo"];

    public CommandTraits Traits => CommandTraits.Reads;

    public static IEnumerable<UserName> Inherited(IEnumerable<UserName> roles) =>
        roles.Where(BuiltinRoles.Exists).SelectMany(BuiltinRoles.InheritedBy).SelectMany(role => Inherited([role]).Prepend(role)).Distinct();

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var roles = context.Command[0] switch
        {
            { IsNumeric: true } => context.Flag("showBuiltinRoles") ? BuiltinRoles.OfDatabase(context.Database) : [],
            BsonArray several => several.Select(role => Name(context, role)),
            var one => [Name(context, one)],
        };
        return Task.FromResult(new BsonDocument("roles", new BsonArray(roles.Where(BuiltinRoles.Exists).Select(role => Describe(role, context.Flag("showPrivileges"))))));
    }

    private static UserName Name(CommandContext context, BsonValue value) => value switch
    {
        BsonString name => new UserName(name.Value, context.Database),
        BsonDocument named when named.GetValue("role", BsonNull.Value) is BsonString name && named.GetValue("db", BsonNull.Value) is BsonString database => new UserName(name.Value, database.Value),
        _ => throw CommandException.BadValue("User and role names must be either strings or objects"),
    };

    private static BsonDocument Describe(UserName role, bool showsPrivileges)
    {
        var result = new BsonDocument
        {
            { "_id", role.Id },
            { "role", role.Name },
            { "db", role.Database },
            { "isBuiltin", true },
            { "roles", new BsonArray(BuiltinRoles.InheritedBy(role).Select(UserDocuments.RoleToBson)) },
            { "inheritedRoles", new BsonArray(Inherited([role]).Select(UserDocuments.RoleToBson)) },
        };
        if (showsPrivileges)
        {
            var all = BuiltinRoles.PrivilegesOf([role]);
            result.Add("privileges", new BsonArray(BuiltinRoles.OwnPrivilegesOf(role).Select(privilege => privilege.ToBson())));
            result.Add("inheritedPrivileges", new BsonArray(all.Select(privilege => privilege.ToBson())));
        }

        return result;
    }
}
