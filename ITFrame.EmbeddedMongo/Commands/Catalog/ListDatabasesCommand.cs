using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Security.Authorization;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class ListDatabasesCommand : ICommand
{
    public IReadOnlyList<string> Names => ["listDatabases"];

    public CommandTraits Traits => CommandTraits.Reads | CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var store = context.Member.Store;
        var filter = Filter.Parse(context.Document("filter"));
        var namesOnly = context.Flag("nameOnly");
        var databases = new BsonArray();
        var total = 0L;
        foreach (var name in store.Catalog.Databases.Append("local").Where(Visible(context)))
        {
            var document = new BsonDocument("name", name);
            if (!namesOnly)
            {
                var size = store.Read(reader => reader.ReadCatalog().InDatabase(name).Where(collection => !collection.IsView).Sum(reader.DataBytes));
                total += size;
                document.Add("sizeOnDisk", size).Add("empty", size == 0 && name != "local");
            }

            if (filter.Matches(document))
            {
                databases.Add(document);
            }
        }

        var reply = new BsonDocument("databases", databases);
        return Task.FromResult(namesOnly ? reply : reply.Add("totalSize", total).Add("totalSizeMb", total / (1024 * 1024)));
    }

    // Who may not see all sees those that there is something for them in.
    private static Func<string, bool> Visible(CommandContext context)
    {
        var session = context.Connection.Authorization;
        var seesAll = session.Allows(ResourcePattern.Cluster, "listDatabases");
        var wantsOwn = context.Flag("authorizedDatabases", fallback: !seesAll);
        return wantsOwn ? session.HasAnyIn
            : seesAll ? _ => true
            : throw CommandAuthorization.NotAuthorized(context.Database, context.Command);
    }
}
