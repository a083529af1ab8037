using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Security.Users;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

internal sealed class UsersInfoCommand : ICommand
{
    public IReadOnlyList<string> Names => ["usersInfo"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wanted = Wanted(context);
        var showsPrivileges = context.Flag("showPrivileges");
        if (showsPrivileges && context.Command[0] is not (BsonString or BsonDocument { ElementCount: 2 } or BsonArray { Count: 1 }))
        {
            throw new CommandException(ErrorCode.IllegalOperation, "Privilege details require exact-match usersInfo queries.");
        }

        var store = context.Member.Store;
        var filter = Filter.Parse(context.Document("filter"));
        var users = QueryExecutor.Find(store, store.Catalog.Find(Namespace.Users), Filter.Parse(wanted), SortOrder.ParseOptional(new BsonDocument("_id", 1)))
            .Select(stored => Describe(stored.Document, context.Flag("showCredentials"), context.Flag("showCustomData", fallback: true), showsPrivileges))
            .Where(filter.Matches);
        return Task.FromResult(new BsonDocument("users", new BsonArray(users)));
    }

    private static BsonDocument Wanted(CommandContext context) => context.Command[0] switch
    {
        { IsNumeric: true } => new BsonDocument("db", context.Database),
        BsonDocument all when all.Contains("forAllDBs") => [],
        BsonArray several => new BsonDocument("_id", new BsonDocument("$in", new BsonArray(several.Select(one => Name(context, one).Id)))),
        var one => new BsonDocument("_id", Name(context, one).Id),
    };

    private static UserName Name(CommandContext context, BsonValue value) => value switch
    {
        BsonString name => new UserName(name.Value, context.Database),
        BsonDocument named when named.GetValue("user", BsonNull.Value) is BsonString name && named.GetValue("db", BsonNull.Value) is BsonString database => new UserName(name.Value, database.Value),
        _ => throw CommandException.BadValue("User and role names must be either strings or objects"),
    };

    private static BsonDocument Describe(BsonDocument user, bool showsCredentials, bool showsCustomData, bool showsPrivileges)
    {
        var result = new BsonDocument(user.Where(element => element.Name switch
        {
            "credentials" => showsCredentials,
            "customData" => showsCustomData,
            _ => true,
        }))
        {
            { "mechanisms", new BsonArray(user["credentials"].AsBsonDocument.Names) },
        };
        if (showsPrivileges)
        {
            var roles = new UserRecord(user).Roles;
            result.Add("inheritedRoles", new BsonArray(RolesInfoCommand.Inherited(roles).Union(roles).Select(UserDocuments.RoleToBson)));
            result.Add("inheritedPrivileges", new BsonArray(BuiltinRoles.PrivilegesOf(roles).Select(privilege => privilege.ToBson())));
            result.Add("inheritedAuthenticationRestrictions", new BsonArray());
        }

        return result;
    }
}
