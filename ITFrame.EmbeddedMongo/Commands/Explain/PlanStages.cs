using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Explain;

/// <summary>From the plan of a query to the stages that MongoDB would name.</summary>
internal static class PlanStages
{
    private const int SortMemory = 100 * 1024 * 1024;

    public static PlanStage Of(ExplainedQuery query, QueryPlan? plan, PlanStatistics statistics, int returned)
    {
        if (query.IsFastCount)
        {
            return new PlanStage("RECORD_STORE_FAST_COUNT", [], 0, [], null);
        }

        var stage = plan is null ? new PlanStage("EOF", [], 0, [], null) : Source(query, plan, statistics);
        if (plan is { ProvidesSort: false } && query.SortDocument is not null)
        {
            var details = new BsonDocument { { "sortPattern", query.SortDocument }, { "memLimit", SortMemory } };
            if (query.Limit is { } kept)
            {
                details.Add("limitAmount", kept + query.Skip);
            }

            var sorted = query.Limit is { } most ? Math.Min(statistics.Matched, most + query.Skip) : statistics.Matched;
            stage = new PlanStage("SORT", details.Add("type", "simple"), sorted, new BsonDocument("totalDataSizeSorted", 0), stage);
        }

        if (query.Skip > 0)
        {
            stage = new PlanStage("SKIP", new BsonDocument("skipAmount", query.Skip), Math.Max(0, stage.Returned - query.Skip), [], stage);
        }

        if (query is { Command: "find", Limit: { } limit })
        {
            stage = new PlanStage("LIMIT", new BsonDocument("limitAmount", limit), Math.Min(stage.Returned, limit), [], stage);
        }

        return Outermost(query, stage, returned);
    }

    private static PlanStage Outermost(ExplainedQuery query, PlanStage stage, int returned)
    {
        switch (query.Command)
        {
            case "count":
                return new PlanStage("COUNT", [], 0, new BsonDocument { { "nCounted", returned }, { "nSkipped", query.Skip } }, stage);
            case "delete":
            case "findAndModify" when query.Arguments.GetValue("remove", false).ToBoolean():
                return new PlanStage("DELETE", [], 0, new BsonDocument("nWouldDelete", returned), stage);
            case "update" or "findAndModify":
                var upserts = returned == 0 && query.Arguments.GetValue("upsert", false).ToBoolean() ? 1 : 0;
                return new PlanStage("UPDATE", [], 0, new BsonDocument { { "nMatched", returned }, { "nWouldModify", returned }, { "nWouldUpsert", upserts } }, stage);
            default:
                return query.Projection is { ElementCount: > 0 } projection
                    ? new PlanStage(IsSimple(projection) ? "PROJECTION_SIMPLE" : "PROJECTION_DEFAULT", new BsonDocument("transformBy", projection), stage.Returned, [], stage)
                    : stage;
        }
    }

    private static PlanStage Source(ExplainedQuery query, QueryPlan plan, PlanStatistics statistics)
    {
        if (plan.Index is not { } index)
        {
            var scan = FilterOf(query.FilterDocument, []).Add("direction", plan.Backwards ? "backward" : "forward");
            return new PlanStage("COLLSCAN", scan, statistics.Matched, new BsonDocument("docsExamined", (int)statistics.DocumentsExamined), null);
        }

        if (index.IsId && IsLookupById(query))
        {
            return new PlanStage(
                "EXPRESS_IXSCAN",
                new BsonDocument { { "keyPattern", "{ _id: 1 }" }, { "indexName", index.Name } },
                statistics.Matched,
                new BsonDocument { { "keysExamined", (int)statistics.KeysExamined }, { "docsExamined", (int)statistics.DocumentsExamined } },
                null);
        }

        var keys = new PlanStage("IXSCAN", Describe(index, plan), statistics.KeysExamined, new BsonDocument("keysExamined", (int)statistics.KeysExamined), null);
        var bounded = index.Fields.Zip(plan.Bounds).Where(pair => pair.Second != FieldBounds.Everything).Select(pair => pair.First.Path.Text);
        return new PlanStage("FETCH", FilterOf(query.FilterDocument, bounded), statistics.Matched, new BsonDocument("docsExamined", (int)statistics.DocumentsExamined), keys);
    }

    private static bool IsLookupById(ExplainedQuery query) =>
        query is { Command: "find" or "update" or "delete", SortDocument: null, Skip: 0, Hint: null, FilterDocument.ElementCount: 1 }
        && query.Filter.Conjuncts is [FieldMatches { Predicate: Comparison { Kind: ComparisonKind.Equal } }];

    private static BsonDocument Describe(IndexDefinition index, QueryPlan plan) => new()
    {
        { "keyPattern", index.KeyPattern },
        { "indexName", index.Name },
        { "isMultiKey", index.IsMultikey },
        { "isUnique", index.IsUnique },
        { "isSparse", index.IsSparse },
        { "isPartial", index.PartialFilter is not null },
        { "indexVersion", 2 },
        { "direction", plan.Backwards ? "backward" : "forward" },
        { "indexBounds", BsonFields.Of(index.Fields.Select((field, i) => new BsonElement(field.Path.Text, IndexBounds.Describe(field, plan.Bounds.ElementAtOrDefault(i), plan.Backwards)))) },
    };

    // What the bounds make certain is not looked at again.
    private static BsonDocument FilterOf(BsonDocument filter, IEnumerable<string> bounded)
    {
        var left = BsonFields.Of(filter.Where(element => !bounded.Contains(element.Name)));
        return left.ElementCount == 0 ? [] : new BsonDocument("filter", ParsedQueries.Of(left));
    }

    private static bool IsSimple(BsonDocument projection) =>
        projection.All(element => (element.Value.IsNumeric || element.Value.IsBoolean) && !element.Name.Contains('.', StringComparison.Ordinal));
}
