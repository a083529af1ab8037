using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class InsertCommand : ICommand
{
    public IReadOnlyList<string> Names => ["insert"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var documents = WriteBatches.Statements(context, "documents");
        var isOrdered = context.Flag("ordered", fallback: true);
        return await context.WriteDocumentsAsync(target =>
        {
            var writer = new CollectionWriter(target, ns) { BypassesValidation = context.Flag("bypassDocumentValidation") };
            var inserted = 0;
            var errors = WriteErrors.RunEach(documents.Count, isOrdered, i =>
            {
                var statement = context.Statement(i);
                if (writer.FindOutcome(statement) is null)
                {
                    writer.Insert(documents[i], statement, new BsonDocument("n", 1));
                }

                inserted++;
            });
            var reply = new BsonDocument("n", inserted);
            WriteErrors.AddTo(reply, errors);
            return reply;
        }, cancellationToken);
    }
}
