using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Security.Authorization;
using ITFrame.EmbeddedMongo.Security.Scram;
using ITFrame.EmbeddedMongo.Security.Users;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

/// <summary>The documents of admin.system.users: how commands become them, and how they are changed.</summary>
internal static class UserDocuments
{
    /// <summary>The form of users' documents, as MongoDB counts them.</summary>
    public const int SchemaVersion = 5;

    private const string SchemaId = "authSchema";

    public static BsonDocument RoleToBson(UserName role) => new() { { "role", role.Name }, { "db", role.Database } };

    /// <summary>The user that the command's first field names.</summary>
    public static UserName Name(CommandContext context) => context.Command[0] is BsonString { Value.Length: > 0 } name
        ? name.Value.Contains('\0', StringComparison.Ordinal)
            ? throw CommandException.BadValue("Username cannot contain NULL characters")
            : new UserName(name.Value, context.Database)
        : throw CommandException.BadValue($"{context.Name} needs the name of a user");

    /// <summary>The roles that a command lists, all of which must exist.</summary>
    public static BsonArray Roles(CommandContext context)
    {
        var roles = context.Array("roles").Select(role => role switch
        {
            BsonString name => new UserName(name.Value, context.Database),
            BsonDocument named when named.GetValue("role", BsonNull.Value) is BsonString name && named.GetValue("db", BsonNull.Value) is BsonString database => new UserName(name.Value, database.Value),
            _ => throw CommandException.BadValue("each role is a name, or a document with 'role' and 'db'"),
        }).Distinct().ToList();
        foreach (var role in roles.Where(role => !BuiltinRoles.Exists(role)))
        {
            throw new CommandException(ErrorCode.RoleNotFound, $"Could not find role: {role}");
        }

        return new BsonArray(roles.Select(RoleToBson));
    }

    /// <summary>What is stored of the password that a command brings.</summary>
    public static BsonDocument Credentials(CommandContext context, string password)
    {
        if (context.Command.GetValue("mechanisms", BsonNull.Value) is BsonArray mechanisms)
        {
            if (mechanisms.Count == 0)
            {
                throw CommandException.BadValue("mechanisms field must not be empty");
            }

            foreach (var mechanism in mechanisms.Where(mechanism => mechanism != ScramCredentials.Mechanism))
            {
                throw CommandException.BadValue(mechanism == "SCRAM-SHA-1" ? "SCRAM-SHA-1 not supported in authMechanisms" : $"Unknown auth mechanism '{BsonText.Of(mechanism)}'");
            }
        }

        return context.Flag("digestPassword", fallback: true)
            ? ScramCredentials.Create(SaslPrep.Prepare(password), ScramCredentials.NewSalt(), context.Member.Options.Security.ScramIterations).ToBson()
            : throw CommandException.BadValue("Use of SCRAM-SHA-256 requires undigested passwords");
    }

    /// <summary>Inserts a user that must not exist.</summary>
    public static Task InsertAsync(CommandContext context, UserName name, BsonDocument user) => context.WriteAsync(oplog =>
    {
        var writer = Writer(context, oplog);
        if (Find(writer, name) is not null)
        {
            throw new CommandException((ErrorCode)51003, $"User \"{name}\" already exists");
        }

        var versions = Writer(context, oplog, Namespace.Versions);
        if (versions.Find(Filter.Parse(new BsonDocument("_id", SchemaId)), null, 1).Count == 0)
        {
            versions.Insert(new BsonDocument { { "_id", SchemaId }, { "currentVersion", SchemaVersion } }, null, []);
        }

        writer.Insert(user, null, []);
        return true;
    });

    /// <summary>Changes a user that must exist.</summary>
    public static Task UpdateAsync(CommandContext context, UserName name, Action<BsonDocument> change) => context.WriteAsync(oplog =>
    {
        var writer = Writer(context, oplog);
        var before = Find(writer, name) ?? throw new CommandException(ErrorCode.UserNotFound, $"User {name} not found");
        var after = (BsonDocument)before.Document.DeepClone();
        change(after);
        return writer.Replace(before, after, isReplacement: false, null, _ => []);
    });

    /// <summary>Deletes the users that a filter finds, and says how many.</summary>
    public static Task<int> DeleteAsync(CommandContext context, BsonDocument filter) => context.WriteAsync(oplog =>
    {
        var writer = Writer(context, oplog);
        var found = writer.Find(Filter.Parse(filter), null, null);
        found.ForEach(user => writer.Delete(user, null, []));
        return found.Count;
    });

    private static StoredDocument? Find(CollectionWriter writer, UserName name) => writer.Find(Filter.Parse(new BsonDocument("_id", name.Id)), null, 1).FirstOrDefault();

    private static CollectionWriter Writer(CommandContext context, Replication.Oplog.OplogWriter oplog) => Writer(context, oplog, Namespace.Users);

    private static CollectionWriter Writer(CommandContext context, Replication.Oplog.OplogWriter oplog, Namespace ns) =>
        new(new LoggedWrites(oplog, context.Member.Transactions.Locks), ns);
}
