using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>A parsed pipeline. A leading $match, with the $sort and $limit after it, is left to the query planner.</summary>
internal sealed class Pipeline
{
    private readonly List<Stage> _stages;

    private Pipeline(List<Stage> stages, BsonDocument filter, BsonDocument? sort, int leadingStages)
    {
        LeadingStages = leadingStages;
        _stages = stages;
        LeadingFilter = filter;
        LeadingSort = sort;
    }

    /// <summary>How many stages the planner takes.</summary>
    public int LeadingStages { get; }

    public BsonDocument LeadingFilter { get; }

    public BsonDocument? LeadingSort { get; }

    public static Pipeline Parse(BsonArray stages)
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

        return new Pipeline(specifications.Skip(taken).Select(StageParser.Parse).ToList(), filter, sort, taken);
    }

    public IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> input, PipelineContext context) =>
        _stages.Aggregate(input, (documents, stage) => Interruption.Heed(stage(documents, context)));

    /// <summary>Runs all of it, the leading stages too, on documents that no planner has chosen.</summary>
    public IEnumerable<BsonDocument> RunWhole(IEnumerable<BsonDocument> input, PipelineContext context)
    {
        var filter = Filter.Parse(LeadingFilter);
        var documents = input.Where(filter.Matches);
        if (LeadingSort is not null)
        {
            documents = SortOrder.Parse(LeadingSort).Sort(documents, document => document);
        }

        return Run(documents, context);
    }
}
