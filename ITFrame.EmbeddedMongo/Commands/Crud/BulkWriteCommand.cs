using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>Writes to several collections in one command; each write has a result of its own.</summary>
internal sealed class BulkWriteCommand : ICommand
{
    private static readonly Namespace CursorNamespace = new("admin", "$cmd.bulkWrite");

    public IReadOnlyList<string> Names => ["bulkWrite"];

    public CommandTraits Traits => CommandTraits.Writes | CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var operations = WriteBatches.Statements(context, "ops");
        var namespaces = context.Array("nsInfo").Select(NamespaceOf).ToList();
        var parsed = operations.Select((operation, index) => BulkWriteOperation.Parse(operation, index, namespaces)).ToList();
        var isOrdered = context.Flag("ordered", fallback: true);
        var outcome = await context.WriteDocumentsAsync(target => Run(context, target, parsed, isOrdered), cancellationToken);

        var onlyErrors = context.Flag("errorsOnly");
        var shown = outcome.Results.Where(result => !onlyErrors || result["ok"] != 1.0).Select(BsonCodec.Encode).ToList();
        var cursor = new DocumentCursor(CursorNamespace, shown);
        var batchSize = CursorReplies.BatchSize(context, int.MaxValue);
        var reply = await CursorReplies.FirstAsync(context, cursor, batchSize, isSingleBatch: false, cancellationToken);
        return reply.AddRange(outcome.Totals);
    }

    private static Namespace NamespaceOf(BsonValue info)
    {
        if (info is not BsonDocument document || document.GetValue("ns", BsonNull.Value) is not BsonString text)
        {
            throw new CommandException((ErrorCode)40414, "BSON field 'bulkWrite.nsInfo.ns' is missing but a required field");
        }

        var ns = Namespace.Parse(text.Value);
        return Namespace.Create(ns.Database, ns.Collection);
    }

    private static (List<BsonDocument> Results, BsonDocument Totals) Run(CommandContext context, IWriteTarget target, List<BulkWriteOperation> operations, bool isOrdered)
    {
        var variables = context.Variables();
        var totals = new BulkWriteTotals();
        var results = new List<BsonDocument>(operations.Count);
        var errors = WriteErrors.RunEach(operations.Count, isOrdered, i =>
        {
            var operation = operations[i];
            var writer = new CollectionWriter(target, operation.Namespace) { BypassesValidation = context.Flag("bypassDocumentValidation") };
            var outcome = operation.Run(writer, variables, context.Statement(i));
            totals.Add(operation.Kind, outcome);
            results.Add(ResultOf(operation.Kind, i, outcome));
        });
        foreach (var error in errors.Cast<BsonDocument>())
        {
            results.Add(ErrorOf(operations[error["index"].AsInt32].Kind, error));
        }

        return (results.OrderBy(result => result["idx"].AsInt32).ToList(), totals.ToBson(errors.Count));
    }

    private static BsonDocument ResultOf(string kind, int index, BsonDocument outcome)
    {
        var result = new BsonDocument { { "ok", 1.0 }, { "idx", index }, { "n", outcome["n"] } };
        if (kind == "update")
        {
            result.Add("nModified", outcome["nModified"]);
        }

        return outcome.TryGetValue("upserted", out var id) ? result.Add("upserted", new BsonDocument("_id", id)) : result;
    }

    private static BsonDocument ErrorOf(string kind, BsonDocument error)
    {
        var result = new BsonDocument { { "ok", 0.0 }, { "idx", error["index"] }, { "n", 0 } };
        if (kind == "update")
        {
            result.Add("nModified", 0);
        }

        return result.AddRange(error.Where(element => element.Name != "index"));
    }
}
