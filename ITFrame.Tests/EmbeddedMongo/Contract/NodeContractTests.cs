using System.Diagnostics;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>The contract as node's driver sees it.</summary>
[Collection(ContractCollection.Name)]
public sealed class NodeContractTests(ContractServer server) : ContractTests
{
    private const string Client = "node";

    private static Task<Dictionary<string, BsonDocument>>? _run;

    public static TheoryData<string> Scenarios => ScenariosFor(Client);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_IsFulfilled(string scenario)
    {
        Assert.SkipUnless(Directory.Exists(ContractFiles.Client("node", "node_modules", "mongodb")), "the driver is not installed: npm ci in ITFrame.Tests/EmbeddedMongo/Contract/Clients/node");
        _run ??= ExternalClient.RunAsync(Start(), TestContext.Current.CancellationToken);
        AssertFulfilled(scenario, await _run);
    }

    private ProcessStartInfo Start() =>
        new("node", [ContractFiles.Client("node", "contract.mjs"), server.ConnectionString, "contract_node", .. ContractFiles.Scenarios]);
}
