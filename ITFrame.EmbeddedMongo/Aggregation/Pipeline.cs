using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>A parsed pipeline. A leading $match, with the $sort and $limit after it, is left to the query planner.</summary>
internal sealed class Pipeline
{
    private readonly List<Stage> _stages;

    private readonly Filter _filter;
    private readonly SortOrder? _sort;

    private Pipeline(List<Stage> stages, BsonDocument filter, BsonDocument? sort, int leadingStages, Variables? variables)
    {
        _filter = Filter.Parse(filter, variables);
        _sort = SortOrder.ParseOptional(sort);
        LeadingStages = leadingStages;
        _stages = stages;
        LeadingFilter = filter;
        LeadingSort = sort;
    }

    /// <summary>How many stages the planner takes.</summary>
    public int LeadingStages { get; }

    public BsonDocument LeadingFilter { get; }

    public BsonDocument? LeadingSort { get; }

    /// <summary>Where the result is stored, when it is not for the client.</summary>
    public PipelineOutput? Output { get; private init; }

    public static Pipeline Parse(BsonArray stages, Variables? variables = null)
    {
        var specifications = stages.Select(stage => stage is BsonDocument { ElementCount: 1 } document
            ? document.GetElement(0)
            : throw new CommandException((ErrorCode)40323, "A pipeline stage specification object must contain exactly one field.")).ToList();
        var filter = new BsonDocument();
        BsonDocument? sort = null;
        var taken = 0;
        if (specifications is [{ Name: "$match", Value: BsonDocument match }, ..])
        {
            filter = match;
            taken++;
        }

        if (taken < specifications.Count && specifications[taken] is { Name: "$sort", Value: BsonDocument order })
        {
            sort = order;
            taken++;
        }

        PipelineOutput? output = null;
        if (specifications.Count > taken && specifications[^1] is { Name: "$out" or "$merge" } last)
        {
            output = PipelineOutput.Parse(last, variables ?? Variables.None);
            specifications.RemoveAt(specifications.Count - 1);
        }

        var parsed = specifications.Skip(taken).Select(stage => StageParser.Parse(stage, variables ?? Variables.None)).ToList();
        return new Pipeline(parsed, filter, sort, taken, variables) { Output = output };
    }

    public IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> input, PipelineContext context) =>
        _stages.Aggregate(input, (documents, stage) => Interruption.Heed(stage(documents, context)));

    /// <summary>Runs all of it on another collection, through the planner.</summary>
    public IEnumerable<BsonDocument> RunOn(string collection, PipelineContext context) =>
        Run(context.Find(collection, _filter, _sort), context);

    /// <summary>Runs all of it, the leading stages too, on documents that no planner has chosen.</summary>
    public IEnumerable<BsonDocument> RunWhole(IEnumerable<BsonDocument> input, PipelineContext context) => Run(Lead(input), context);

    /// <summary>Runs the leading stages alone.</summary>
    public IEnumerable<BsonDocument> Lead(IEnumerable<BsonDocument> input)
    {
        var documents = input.Where(_filter.Matches);
        return _sort?.Sort(documents, document => document) ?? documents;
    }
}
