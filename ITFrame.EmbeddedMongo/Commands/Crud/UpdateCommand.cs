using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class UpdateCommand : ICommand
{
    public IReadOnlyList<string> Names => ["update"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var statements = WriteBatches.Statements(context, "updates");
        var variables = context.Variables();
        var isOrdered = context.Flag("ordered", fallback: true);
        return await context.WriteDocumentsAsync(target =>
        {
            var writer = new CollectionWriter(target, ns) { BypassesValidation = context.Flag("bypassDocumentValidation") };
            var (matched, modified) = (0, 0);
            var upserted = new BsonArray();
            var errors = WriteErrors.RunEach(statements.Count, isOrdered, i =>
            {
                CommandContext.RefuseCollation(statements[i]);
                var outcome = UpdateStatement.Parse(statements[i], variables).Run(writer, context.Statement(i));
                matched += outcome["n"].ToInt32();
                modified += outcome["nModified"].ToInt32();
                if (outcome.TryGetValue("upserted", out var id))
                {
                    upserted.Add(new BsonDocument { { "index", i }, { "_id", id } });
                }
            });
            var reply = new BsonDocument { { "n", matched }, { "nModified", modified } };
            if (upserted.Count > 0)
            {
                reply.Add("upserted", upserted);
            }

            WriteErrors.AddTo(reply, errors);
            return reply;
        }, cancellationToken);
    }
}
