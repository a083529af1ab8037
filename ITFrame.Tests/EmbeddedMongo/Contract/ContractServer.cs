using ITFrame.Tests.EmbeddedMongo.Wire;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>What the suite runs against: the server that ITFRAME_TEST_MONGODB names, or else three embedded members.</summary>
public sealed class ContractServer : IAsyncLifetime
{
    public const string Variable = "ITFRAME_TEST_MONGODB";

    private TestSet? _set;

    /// <summary>A folder for what clients want to write, which goes with the server.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("itframe-contract-").FullName;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        _set = await TestSet.StartAsync(3, TestContext.Current.CancellationToken);
        ConnectionString = _set.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_set is not null)
        {
            await _set.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
