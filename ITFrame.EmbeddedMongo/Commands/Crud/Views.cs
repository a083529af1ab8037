using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>What a view shows: its pipeline run over its source, which may be a view too.</summary>
internal static class Views
{
    private const int MaxDepth = 20;

    /// <summary>Null when the namespace is no view.</summary>
    public static IEnumerable<StoredDocument>? Read(CommandContext context, Namespace ns) => context.Catalog.Find(ns) is { IsView: true } view
        ? Documents(context, view, 1).Select(document => new StoredDocument(0, BsonCodec.Encode(document)))
        : null;

    private static IEnumerable<BsonDocument> Documents(CommandContext context, CollectionDefinition view, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new CommandException(ErrorCode.ViewDepthLimitExceeded, $"View depth too deep or view cycle detected; maximum depth is {MaxDepth}");
        }

        var source = new Namespace(view.Namespace.Database, view.Options["viewOn"].AsString);
        var pipeline = Pipeline.Parse(view.Options.GetValue("pipeline", new BsonArray()).AsBsonArray);
        var scope = new PipelineContext((collection, filter, sort) =>
            CollectionReader.Find(context, new Namespace(source.Database, collection), filter, sort, 0, null).Select(stored => stored.Document));
        return context.Catalog.Find(source) is { IsView: true } inner
            ? pipeline.RunWhole(Documents(context, inner, depth + 1), scope)
            : pipeline.Run(
                CollectionReader.Find(context, source, Filter.Parse(pipeline.LeadingFilter), SortOrder.ParseOptional(pipeline.LeadingSort), 0, null).Select(stored => stored.Document),
                scope);
    }
}
