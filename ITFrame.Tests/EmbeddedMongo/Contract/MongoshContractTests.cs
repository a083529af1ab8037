using System.Diagnostics;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>The contract as mongosh sees it.</summary>
[Collection(ContractCollection.Name)]
public sealed class MongoshContractTests(ContractServer server) : ContractTests
{
    private const string Client = "mongosh";

    private static Task<Dictionary<string, BsonDocument>>? _run;

    public static TheoryData<string> Scenarios => ScenariosFor(Client);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_IsFulfilled(string scenario)
    {
        Assert.SkipUnless(Directory.Exists(ContractFiles.Client("node", "node_modules", "mongosh")), "mongosh is not installed: npm ci in ITFrame.Tests/EmbeddedMongo/Contract/Clients/node");
        _run ??= ExternalClient.RunAsync(Start(), TestContext.Current.CancellationToken);
        AssertFulfilled(scenario, await _run);
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(
            "node",
            [ContractFiles.Client("node", "node_modules", "mongosh", "bin", "mongosh.js"), server.ConnectionString, "--quiet", "--norc", "--file", ContractFiles.Client("mongosh", "contract.js")]);
        start.Environment["CONTRACT_PREFIX"] = "contract_mongosh";
        start.Environment["CONTRACT_FILES"] = string.Join(Path.PathSeparator, ContractFiles.Scenarios);

        // Without a home of its own the shell keeps its history and logs in the one of whoever runs the tests.
        start.Environment["HOME"] = server.Folder;
        return start;
    }
}
