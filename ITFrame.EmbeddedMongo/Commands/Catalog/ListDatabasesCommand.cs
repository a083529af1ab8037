using ITFrame.EmbeddedMongo.Query;
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
        foreach (var name in store.Catalog.Databases.Append("local"))
        {
            var document = new BsonDocument("name", name);
            if (!namesOnly)
            {
                var size = store.Catalog.InDatabase(name).Sum(collection => store.Read(reader => reader.DataBytes(collection)));
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
}
