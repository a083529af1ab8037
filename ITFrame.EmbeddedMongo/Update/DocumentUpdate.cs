using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>What an update does to one document: a replacement, a list of operators, or a pipeline.</summary>
internal abstract class DocumentUpdate
{
    public static DocumentUpdate Parse(BsonValue update, BsonArray? arrayFilters, Variables? variables = null) => update switch
    {
        BsonArray or BsonDocument when arrayFilters is { Count: > 0 } && !IsOperators(update) => throw CommandException.FailedToParse("arrayFilters may not be specified for pipeline-style or replacement-style updates"),
        BsonArray stages => new PipelineUpdate(stages, variables),
        BsonDocument document when IsOperators(document) => new OperatorUpdate(document, ArrayFilters.Parse(arrayFilters)),
        BsonDocument document => document.Names.FirstOrDefault(name => name.StartsWith('$')) is { } dollar
            ? throw new CommandException(ErrorCode.DollarPrefixedFieldName, $"The dollar ($) prefixed field '{dollar}' in '{dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.")
            : new ReplacementUpdate(document),
        _ => throw CommandException.FailedToParse("Update argument must be either an object or an array"),
    };

    /// <summary>Whether it gives the whole document, which then may not be applied to more than one.</summary>
    public virtual bool IsReplacement => false;

    private static bool IsOperators(BsonValue update) => update is BsonDocument { ElementCount: > 0 } document && document.GetElement(0).Name.StartsWith('$');

    /// <summary>The document after the update; the one that is given is not changed.</summary>
    public BsonDocument Apply(BsonDocument before, Filter filter, bool isInsert)
    {
        var after = ApplyTo(before, filter, isInsert);
        var hadId = before.TryGetValue("_id", out var oldId);
        if (!after.TryGetValue("_id", out var newId))
        {
            if (hadId)
            {
                after.InsertAt(0, new BsonElement("_id", oldId));
            }
        }
        else if (hadId && Bson.BsonComparer.Instance.Compare(oldId, newId) != 0)
        {
            throw new CommandException(ErrorCode.ImmutableField, "Performing an update on the path '_id' would modify the immutable field '_id'");
        }

        return after;
    }

    protected abstract BsonDocument ApplyTo(BsonDocument before, Filter filter, bool isInsert);

    private sealed class ReplacementUpdate(BsonDocument replacement) : DocumentUpdate
    {
        public override bool IsReplacement => true;

        protected override BsonDocument ApplyTo(BsonDocument before, Filter filter, bool isInsert) => (BsonDocument)replacement.DeepClone();
    }

    private sealed class PipelineUpdate : DocumentUpdate
    {
        private static readonly HashSet<string> Allowed = ["$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith"];

        private readonly Pipeline _pipeline;

        public PipelineUpdate(BsonArray stages, Variables? variables)
        {
            var refused = stages.OfType<BsonDocument>().SelectMany(stage => stage.Names).FirstOrDefault(name => !Allowed.Contains(name));
            _pipeline = refused is null
                ? Pipeline.Parse(stages, variables)
                : throw new CommandException(ErrorCode.InvalidOptions, $"{refused} is not allowed to be used within an update");
        }

        protected override BsonDocument ApplyTo(BsonDocument before, Filter filter, bool isInsert) =>
            (BsonDocument)_pipeline.RunWhole([before], PipelineContext.Isolated).Single().DeepClone();
    }
}
