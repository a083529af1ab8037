using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Explain;

/// <summary>The part of a command that finds documents, which is what there is to explain.</summary>
internal sealed record ExplainedQuery(string Command, Namespace Namespace, BsonDocument FilterDocument, BsonDocument Arguments)
{
    public Filter Filter { get; } = Filter.Parse(FilterDocument, Variables.Parse(Document(Arguments, "let")));

    public BsonDocument? SortDocument { get; init; }

    public SortOrder? Sort => SortOrder.ParseOptional(SortDocument);

    public IndexHint? Hint { get; init; }

    public int Skip { get; init; }

    public int? Limit { get; init; }

    public BsonDocument? Projection { get; init; }

    /// <summary>The stages of a pipeline that come after what the planner does.</summary>
    public IReadOnlyList<BsonValue> LaterStages { get; init; } = [];

    /// <summary>Whether only the number of all documents is wanted.</summary>
    public bool IsFastCount => Command == "count" && Filter.IsEmpty && Hint is null;

    public static ExplainedQuery Parse(BsonDocument command, string database)
    {
        var name = command.GetElement(0).Name;
        if (name is not ("find" or "count" or "distinct" or "aggregate" or "update" or "delete" or "findAndModify" or "findandmodify"))
        {
            throw new CommandException(ErrorCode.CommandNotFound, $"Explain failed due to unknown command: {name}");
        }

        var ns = command[0] is BsonString collection
            ? Namespace.Create(database, collection.Value)
            : throw new CommandException(ErrorCode.InvalidNamespace, $"collection name has invalid type {BsonTypeNames.Of(command[0].BsonType)}");
        return name switch
        {
            "aggregate" => OfPipeline(command, ns),
            "update" => OfStatement(command, ns, "updates") is var update && update.Arguments.GetValue("multi", false).ToBoolean() ? update : update with { Limit = 1 },
            "delete" => OfStatement(command, ns, "deletes") is var delete && BsonNumber.ToDouble(delete.Arguments.GetValue("limit", 0)) == 0 ? delete : delete with { Limit = 1 },
            "find" => Of(command, ns, "filter"),
            "findAndModify" or "findandmodify" => Of(command, ns, "query") with { Command = "findAndModify", Limit = 1, Projection = Document(command, "fields") },
            _ => Of(command, ns, "query"),
        };
    }

    private static ExplainedQuery Of(BsonDocument command, Namespace ns, string filter) => new(command.GetElement(0).Name, ns, Document(command, filter) ?? [], command)
    {
        SortDocument = Document(command, "sort"),
        Hint = IndexHint.ParseOptional(command.GetValue("hint", BsonNull.Value)),
        Skip = Number(command, "skip") ?? 0,
        Limit = Number(command, "limit") is { } limit and not 0 ? Math.Abs(limit) : null,
        Projection = Document(command, "projection"),
    };

    private static ExplainedQuery OfPipeline(BsonDocument command, Namespace ns)
    {
        var stages = command.GetValue("pipeline", BsonNull.Value) as BsonArray ?? throw CommandException.TypeMismatch("'pipeline' must be an array");
        var pipeline = Pipeline.Parse(stages, Variables.Parse(Document(command, "let")));
        return new ExplainedQuery("aggregate", ns, pipeline.LeadingFilter, command)
        {
            SortDocument = pipeline.LeadingSort,
            Hint = IndexHint.ParseOptional(command.GetValue("hint", BsonNull.Value)),
            LaterStages = stages.Skip(pipeline.LeadingStages).ToList(),
        };
    }

    private static ExplainedQuery OfStatement(BsonDocument command, Namespace ns, string field)
    {
        if (command.GetValue(field, BsonNull.Value) is not BsonArray { Count: 1 } statements || statements[0] is not BsonDocument statement)
        {
            throw new CommandException(ErrorCode.InvalidLength, $"explained write batches must be of size 1");
        }

        return new ExplainedQuery(command.GetElement(0).Name, ns, Document(statement, "q") ?? [], statement)
        {
            SortDocument = Document(statement, "sort"),
            Hint = IndexHint.ParseOptional(statement.GetValue("hint", BsonNull.Value)),
        };
    }

    private static BsonDocument? Document(BsonDocument command, string name) => command.GetValue(name, BsonNull.Value) as BsonDocument;

    private static int? Number(BsonDocument command, string name) => command.GetValue(name, BsonNull.Value) is { IsNumeric: true } number
        ? BsonNumber.TruncateToInt32(number)
        : null;
}
