using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>
/// MongoDB's published tests of drivers, run with the C# driver against three members. They say what a server must
/// answer as much as what a driver must do with it.
/// </summary>
public sealed class SpecificationTests(SpecificationSet set) : IClassFixture<SpecificationSet>
{
    [SpecificationTheory]
    [InlineData("crud")]
    [InlineData("retryable-writes")]
    [InlineData("retryable-reads")]
    [InlineData("sessions")]
    [InlineData("causal-consistency")]
    [InlineData("change-streams")]
    [InlineData("transactions")]
    public async Task Suite_Run_HasNoOtherFailuresThanTheKnown(string suite)
    {
        var report = new SuiteReport(suite, KnownFailures.Of(suite));
        var requirements = new Requirements(set.Version);
        foreach (var test in SpecificationFolder.Tests(suite))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await RunAsync(test, requirements, report);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        await System.Console.Out.WriteLineAsync(report.ToString());
        Assert.NotEqual(0, report.Ran);
        Assert.Empty(report.Surprises);
    }

    private async Task RunAsync(UnifiedTest test, Requirements requirements, SuiteReport report)
    {
        if (requirements.ReasonToSkip(test) is { } reason)
        {
            report.Skipped(test.Name, reason);
            return;
        }

        using var runner = new UnifiedTestRunner(set.Client, set.ConnectionString, test);
        try
        {
            await runner.RunAsync();
            report.Passed(test.Name);
        }
        catch (UnsupportedException exception)
        {
            report.Skipped(test.Name, exception.Message);
        }
        catch (Exception exception) when (exception is MismatchException or OperationCanceledException or TimeoutException or MongoDB.Driver.MongoException)
        {
            report.Failed(test.Name, exception.Message);
        }
    }
}
