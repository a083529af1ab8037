using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class DropIndexesCommand : ICommand
{
    public IReadOnlyList<string> Names => ["dropIndexes", "deleteIndexes"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var wanted = context.Command.GetValue("index", BsonNull.Value);
        return await context.WriteAsync(oplog =>
        {
            var collection = oplog.Transaction.Catalog.Find(ns) ?? throw new CommandException(ErrorCode.NamespaceNotFound, $"ns not found {ns}");
            collection.DemandNoView();
            foreach (var index in Select(collection, wanted))
            {
                if (index.IsId)
                {
                    throw new CommandException(ErrorCode.InvalidOptions, "cannot drop _id index");
                }

                CatalogWriter.DropIndex(oplog, oplog.Transaction.Catalog.Find(ns)!, index);
            }

            return new BsonDocument("nIndexesWas", collection.Indexes.Length);
        });
    }

    private static List<IndexDefinition> Select(CollectionDefinition collection, BsonValue wanted) => wanted switch
    {
        BsonString { Value: "*" } => collection.SecondaryIndexes.ToList(),
        BsonString name => [ByName(collection, name.Value)],
        BsonArray names => names.Select(name => ByName(collection, BsonFields.Text(name, "dropIndexes.index"))).ToList(),
        BsonDocument key => [collection.Indexes.FirstOrDefault(index => BsonComparer.Instance.Equals(index.KeyPattern, key))
            ?? throw new CommandException(ErrorCode.IndexNotFound, $"can't find index with key: {BsonText.Of(key)}")],
        _ => throw CommandException.TypeMismatch("'index' must be a name, names, or a key"),
    };

    private static IndexDefinition ByName(CollectionDefinition collection, string name) =>
        collection.Indexes.FirstOrDefault(index => index.Name == name)
        ?? throw new CommandException(ErrorCode.IndexNotFound, $"index not found with name [{name}]");
}
