using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>Looks for stages in an explained plan, whichever engine of a server has planned it.</summary>
internal static class ExplainedPlan
{
    public static string? Problem(BsonDocument expected, BsonDocument explained)
    {
        var planner = Find(explained, "queryPlanner")?.AsBsonDocument;
        var winner = planner is null ? null : Find(planner, "winningPlan")?.AsBsonDocument;
        if (winner is null)
        {
            return $"no winning plan in {explained}";
        }

        var stages = Stages(winner.GetValue("queryPlan", winner).AsBsonDocument).ToList();
        foreach (var wanted in expected.GetValue("stages", new BsonArray()).AsBsonArray)
        {
            if (!stages.Exists(stage => Matcher.Problem(wanted, stage["stage"], "stage") is null))
            {
                return $"no stage {wanted} in {winner}";
            }
        }

        if (expected.TryGetValue("without", out var unwanted) && stages.Exists(stage => stage["stage"] == unwanted))
        {
            return $"a stage {unwanted} in {winner}";
        }

        if (expected.TryGetValue("index", out var index) && !stages.Exists(stage => stage.GetValue("indexName", BsonNull.Value) == index))
        {
            return $"index {index} is not in {winner}";
        }

        return expected.TryGetValue("stats", out var statistics)
            ? Matcher.Problem(new BsonDocument("$$subset", statistics), Find(explained, "executionStats") ?? new BsonDocument(), "executionStats")
            : null;
    }

    private static BsonValue? Find(BsonDocument document, string name) => document.TryGetValue(name, out var value)
        ? value
        : document.SelectMany(element => element.Value is BsonArray array ? array : [element.Value]).OfType<BsonDocument>().Select(inner => Find(inner, name)).FirstOrDefault(found => found is not null);

    private static IEnumerable<BsonDocument> Stages(BsonDocument plan)
    {
        if (plan.Contains("stage"))
        {
            yield return plan;
        }

        foreach (var inner in plan.SelectMany(element => element.Value is BsonArray array ? array : [element.Value]).OfType<BsonDocument>().SelectMany(Stages))
        {
            yield return inner;
        }
    }
}
