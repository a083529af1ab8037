using System.Diagnostics;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>The contract as pymongo sees it.</summary>
[Collection(ContractCollection.Name)]
public sealed class PymongoContractTests(ContractServer server) : ContractTests
{
    private const string Client = "pymongo";

    /// <summary>Debian's interpreter, for which Debian's package is.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> IsInstalled = new(() =>
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import gridfs, pymongo"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    private static Task<Dictionary<string, BsonDocument>>? _run;

    public static TheoryData<string> Scenarios => ScenariosFor(Client);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_IsFulfilled(string scenario)
    {
        Assert.SkipUnless(IsInstalled.Value, "pymongo is not installed: apt-get install python3-pymongo");
        _run ??= ExternalClient.RunAsync(Start(), TestContext.Current.CancellationToken);
        AssertFulfilled(scenario, await _run);
    }

    private ProcessStartInfo Start() =>
        new(Python, [ContractFiles.Client("pymongo", "contract.py"), server.ConnectionString, "contract_pymongo", .. ContractFiles.Scenarios]);
}
