using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.ChangeStreams;
using ITFrame.EmbeddedMongo.Commands.Explain;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class AggregateCommand : ICommand
{
    public IReadOnlyList<string> Names => ["aggregate"];

    public CommandTraits Traits => CommandTraits.Reads;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (ChangeStreamOpening.IsChangeStream(context.Command))
        {
            return await CursorReplies.FirstAsync(context, ChangeStreamOpening.Open(context), BatchSize(context), isSingleBatch: false, cancellationToken);
        }

        if (DiagnosticSources.Open(context, context.Array("pipeline")) is { } described)
        {
            var later = Pipeline.Parse(new BsonArray(context.Array("pipeline").Skip(1)));
            var name = context.Command[0] is BsonString collection ? collection.Value : "$cmd.aggregate";
            var found = new DocumentCursor(new Namespace(context.Database, name), later.RunWhole(described, PipelineContext.Isolated).Select(BsonCodec.Encode));
            return await CursorReplies.FirstAsync(context, found, BatchSize(context), isSingleBatch: false, cancellationToken);
        }

        if (context.Command[0] is not BsonString)
        {
            throw new CommandException(ErrorCode.NotImplemented, "aggregation over a database is not supported by this stand-in");
        }

        var ns = context.CollectionNamespace();
        if (context.Flag("explain"))
        {
            return ExplainCommand.Explain(context, context.Command, runs: false, cancellationToken);
        }

        var pipeline = Pipeline.Parse(context.Array("pipeline"));
        var scope = new PipelineContext((collection, query) =>
            CollectionReader.Find(context, new Namespace(ns.Database, collection), Filter.Parse(query), null, 0, null).Select(stored => stored.Document));
        var source = CollectionReader.Find(context, ns, Filter.Parse(pipeline.LeadingFilter), SortOrder.ParseOptional(pipeline.LeadingSort), 0, null, context.Hint());
        var documents = pipeline.Run(source.Select(stored => stored.Document), scope).Select(BsonCodec.Encode);
        var cursor = new DocumentCursor(ns, documents) { NeedsMajority = context.ReadConcern.NeedsMajority, Majority = context.Majority };
        return await CursorReplies.FirstAsync(context, cursor, BatchSize(context), isSingleBatch: false, cancellationToken);
    }

    private static int BatchSize(CommandContext context) =>
        context.Document("cursor").GetValue("batchSize", BsonNull.Value) is { IsNumeric: true } size
            ? (int)Math.Clamp(BsonNumber.Truncate(size), 0, int.MaxValue)
            : FindCommand.DefaultFirstBatch;
}
