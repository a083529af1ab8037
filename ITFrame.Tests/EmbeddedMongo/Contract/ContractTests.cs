using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>What the contract's scenarios gave with one client, held against what they must give.</summary>
public abstract class ContractTests
{
    internal static TheoryData<string> ScenariosFor(string client) => new(Scenario.ReadAll().Where(scenario => scenario.IsFor(client)).Select(scenario => scenario.Id));

    internal static void AssertFulfilled(string id, IReadOnlyDictionary<string, BsonDocument> lines)
    {
        var scenario = Scenario.ReadAll().Single(other => other.Id == id);
        Assert.True(lines.TryGetValue(id, out var line), "the client reported nothing of this scenario");
        Assert.False(line.Contains("failure"), line.GetValue("failure", "").ToString());
        var results = line["results"].AsBsonArray;
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            Assert.True(i < results.Count, $"the scenario ended before step {i}");
            var step = scenario.Steps[i];
            if (StepExpectation.Problem(step, results[i].AsBsonDocument) is { } problem)
            {
                Assert.Fail($"step {i}, {step["do"]}: {problem}\nstep: {step.ToJson()}\nresult: {results[i].ToJson()}");
            }
        }
    }
}
