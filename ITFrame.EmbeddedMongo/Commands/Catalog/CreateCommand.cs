using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

internal sealed class CreateCommand : ICommand
{
    private static readonly string[] Refused = ["capped", "viewOn", "timeseries", "clusteredIndex", "validator", "changeStreamPreAndPostImages", "encryptedFields"];

    public IReadOnlyList<string> Names => ["create"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var refused = Array.Find(Refused, name => context.Command.TryGetValue(name, out var value) && value is not BsonBoolean { Value: false });
        if (refused is not null)
        {
            throw new CommandException(ErrorCode.NotImplemented, $"the collection option '{refused}' is not supported by this stand-in");
        }

        return await context.WriteDocumentsAsync(target =>
        {
            if (target.Catalog.Find(ns) is not null)
            {
                throw new CommandException(ErrorCode.NamespaceExists, $"Collection {ns} already exists.");
            }

            target.Create(ns, []);
            return new BsonDocument();
        }, cancellationToken);
    }
}
