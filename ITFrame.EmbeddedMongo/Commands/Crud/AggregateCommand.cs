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
    // What the cursor of a pipeline over a database goes by.
    private const string DatabaseCursor = "$cmd.aggregate";

    public IReadOnlyList<string> Names => ["aggregate"];

    public CommandTraits Traits => CommandTraits.Reads;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (ChangeStreamOpening.IsChangeStream(context.Command))
        {
            return await CursorReplies.FirstAsync(context, ChangeStreamOpening.Open(context), CursorReplies.BatchSize(context, FindCommand.DefaultFirstBatch), isSingleBatch: false, cancellationToken);
        }

        if (context.Flag("explain"))
        {
            return ExplainCommand.Explain(context, context.Command, runs: false, cancellationToken);
        }

        var (ns, pipeline, source) = Open(context);
        if (pipeline.Output is not null && context.ReadConcern.Level == "linearizable")
        {
            throw new CommandException(ErrorCode.InvalidOptions, "$out and $merge cannot be used with a 'linearizable' read concern level");
        }

        if (pipeline.Output is not null && !context.Member.Replication.Gate.IsOpen)
        {
            return await PipelineOutputWriter.ForwardAsync(context, cancellationToken);
        }

        var scope = new PipelineContext((collection, filter, sort) =>
            CollectionReader.Find(context, new Namespace(context.Database, collection), filter, sort, 0, null).Select(stored => stored.Document));
        var documents = pipeline.Run(source, scope);
        if (pipeline.Output is { } output)
        {
            await PipelineOutputWriter.WriteAsync(context, output, documents.ToList(), cancellationToken);
            documents = [];
        }

        var cursor = new DocumentCursor(ns, documents.Select(BsonCodec.Encode)) { NeedsMajority = context.ReadConcern.NeedsMajority, Majority = context.Majority };
        return await CursorReplies.FirstAsync(context, cursor, pipeline.Output is null ? CursorReplies.BatchSize(context, FindCommand.DefaultFirstBatch) : FindCommand.DefaultFirstBatch, isSingleBatch: false, cancellationToken);
    }

    /// <summary>The pipeline, and the documents that go in: those of a collection, or those that the first stage makes.</summary>
    private static (Namespace Namespace, Pipeline Pipeline, IEnumerable<BsonDocument> Source) Open(CommandContext context)
    {
        var variables = context.Variables();
        var stages = context.Array("pipeline");
        if (DiagnosticSources.Open(context, stages) is { } described)
        {
            var later = Pipeline.Parse(new BsonArray(stages.Skip(1)), variables);
            return (new Namespace(context.Database, context.Command[0] is BsonString collection ? collection.Value : DatabaseCursor), later, later.Lead(described));
        }

        if (context.Command[0] is BsonString)
        {
            var ns = context.CollectionNamespace();
            var pipeline = Pipeline.Parse(stages, variables);
            var found = CollectionReader.Find(context, ns, Filter.Parse(pipeline.LeadingFilter, variables), SortOrder.ParseOptional(pipeline.LeadingSort), 0, null, context.Hint());
            return (ns, pipeline, found.Select(stored => stored.Document));
        }

        if (stages is not [BsonDocument { ElementCount: 1 } first, ..])
        {
            throw new CommandException(ErrorCode.InvalidNamespace, "{aggregate: 1} needs a pipeline whose first stage makes documents");
        }

        var database = new Namespace(context.Database, DatabaseCursor);
        var rest = Pipeline.Parse(new BsonArray(stages.Skip(1)), variables);
        return (database, rest, rest.Lead(DatabaseSources.Open(first.GetElement(0), variables)));
    }
}
