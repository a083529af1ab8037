using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Security.Users;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Security;

/// <summary>Takes users from a collection into admin.system.users: how mongorestore brings those of a dump back.</summary>
internal sealed class MergeUsersCommand : ICommand
{
    public IReadOnlyList<string> Names => ["_mergeAuthzCollections"];

    public CommandTraits Traits => CommandTraits.Writes | CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var database = context.Text("db") ?? "";
        var drops = context.Flag("drop");
        return await context.WriteAsync(oplog =>
        {
            var target = new LoggedWrites(oplog, context.Member.Transactions.Locks);
            if (Documents(target, context.Text("tempRolesCollection")).Count > 0)
            {
                throw new CommandException(ErrorCode.NotImplemented, "roles of one's own are not supported by this stand-in");
            }

            var source = context.Text("tempUsersCollection");
            var users = Documents(target, source).Where(user => IsOf(user, database)).ToList();
            var writer = new CollectionWriter(target, Namespace.Users);
            var present = writer.Find(Filter.Parse([]), null, null).Where(stored => IsOf(stored.Document, database)).ToList();
            foreach (var user in users)
            {
                Check(user);
                if (present.Find(stored => stored.Document["_id"] == user["_id"]) is { } stored)
                {
                    writer.Replace(stored, user, isReplacement: true, null, _ => []);
                }
                else
                {
                    writer.Insert(user, null, []);
                }
            }

            if (drops && source is { Length: > 0 })
            {
                foreach (var stored in present.Where(stored => users.TrueForAll(user => user["_id"] != stored.Document["_id"])))
                {
                    writer.Delete(stored, null, []);
                }
            }

            return new BsonDocument();
        });
    }

    private static List<BsonDocument> Documents(LoggedWrites target, string? collection)
        => string.IsNullOrEmpty(collection)
            ? []
            : [.. QueryExecutor.Find(target, target.Catalog.Find(Namespace.Parse(collection)), Filter.Parse([]), null, 0, null).Select(stored => stored.Document)];

    private static bool IsOf(BsonDocument user, string database) => database.Length == 0 || user.GetValue("db", BsonNull.Value) == database;

    private static void Check(BsonDocument user)
    {
        if (user.GetValue("user", BsonNull.Value) is not BsonString name || user.GetValue("db", BsonNull.Value) is not BsonString database
            || user.GetValue("_id", BsonNull.Value) != new UserName(name.Value, database.Value).Id
            || !user.Contains("userId") || user.GetValue("credentials", BsonNull.Value) is not BsonDocument || user.GetValue("roles", BsonNull.Value) is not BsonArray)
        {
            throw CommandException.BadValue("a document is no user's");
        }
    }
}
