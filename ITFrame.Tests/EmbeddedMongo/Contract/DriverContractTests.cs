using ITFrame.Tests.EmbeddedMongo.Contract.Driver;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>The contract as MongoDB.Driver sees it.</summary>
[Collection(ContractCollection.Name)]
public sealed class DriverContractTests(ContractServer server) : ContractTests
{
    private const string Client = "csharp";

    public static TheoryData<string> Scenarios => ScenariosFor(Client);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_IsFulfilled(string scenario)
    {
        var wanted = Scenario.ReadAll().Single(other => other.Id == scenario);
        var results = await DriverScenario.RunAsync(server.ConnectionString, "contract_csharp", wanted, TestContext.Current.CancellationToken);
        AssertFulfilled(scenario, new Dictionary<string, BsonDocument> { [scenario] = new("results", results) });
    }
}
