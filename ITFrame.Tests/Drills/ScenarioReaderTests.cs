using ITFrame.Drills.Scenarios;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class ScenarioReaderTests : IDisposable
{
    private const string Good = """{ "title": "t", "description": "d", "steps": [{ "at": 0, "do": "kill", "target": "primary" }, { "at": 5, "do": "start", "target": "primary" }], "expect": [{ "measure": "failed-requests", "max": 0 }] }""";

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("itframe-scenarios-").FullName, "mine.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    public static TheoryData<string> Names => new(ScenarioCatalog.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task FindAsync_EachThatComesWithTheDrills_IsValid(string name)
    {
        var scenario = await ScenarioCatalog.FindAsync(name, TestContext.Current.CancellationToken);

        Assert.Equal(name, scenario.Name);
        Assert.InRange(scenario.MendedAt, scenario.FaultAt, scenario.Duration);
        Assert.NotEmpty(scenario.Faults);
    }

    [Theory]
    [InlineData("kill-replica")]
    [InlineData("freeze-replica")]
    [InlineData("kill-gateway")]
    [InlineData("kill-primary")]
    [InlineData("freeze-primary")]
    [InlineData("partition-primary")]
    [InlineData("partition-regions")]
    [InlineData("sink-london")]
    [InlineData("sink-frankfurt")]
    [InlineData("sink-amsterdam")]
    [InlineData("slow-wan")]
    [InlineData("lossy-wan")]
    [InlineData("flapping-link")]
    [InlineData("rolling-restart")]
    [InlineData("power-cut")]
    [InlineData("fill-disk")]
    [InlineData("clock-skew")]
    [InlineData("layout-2016")]
    public void Names_EachDrillThatIsPromised_IsThere(string name) => Assert.Contains(name, ScenarioCatalog.Names);

    [Fact]
    public async Task FindAsync_ByPath_IsNamedAfterItsFile()
    {
        await File.WriteAllTextAsync(_path, Good, TestContext.Current.CancellationToken);

        var scenario = await ScenarioCatalog.FindAsync(_path, TestContext.Current.CancellationToken);

        Assert.Equal("mine", scenario.Name);
        Assert.Equal((StepKind.Kill, "primary"), (scenario.Steps[0].Do, scenario.Steps[0].Target));
        Assert.Equal(TimeSpan.FromSeconds(30), scenario.Duration);
        Assert.Equal(["kill primary"], scenario.Faults);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "must be object")]
    [InlineData("""{ "title": "t", "description": "d", "expect": [{ "measure": "failed-requests", "max": 0 }] }""", "steps: is missing")]
    public Task ReadAsync_NotAScenario_SaysWhereAndWhy(string text, string reason) => AssertRefusedAsync(text, reason);

    [Theory]
    [InlineData("\"do\": \"kill\"", "\"do\": \"explode\"", "steps[0].do")]
    [InlineData("\"do\": \"kill\"", "\"do\": \"explode\"", "is not one of kill, freeze")]
    [InlineData("\"at\": 0", "\"at\": -1", "steps[0].at")]
    [InlineData("\"at\": 0", "\"at\": 9", "steps[1].at: is before the step above it")]
    [InlineData("\"at\": 0", "\"at\": \"soon\"", "must be number")]
    [InlineData("\"target\": \"primary\" }, {", "\"targets\": \"primary\" }, {", "there is no such property; there are at, do, target")]
    [InlineData("\"do\": \"kill\", \"target\": \"primary\"", "\"do\": \"sink\", \"target\": \"primary\"", "steps[0]: Sink needs a site")]
    [InlineData("\"do\": \"kill\", \"target\": \"primary\"", "\"do\": \"cut\"", "steps[0]: Cut needs a link")]
    [InlineData("\"do\": \"kill\", \"target\": \"primary\"", "\"do\": \"lossy\", \"link\": [\"a\", \"b\"]", "steps[0]: Lossy needs lossPercent")]
    [InlineData("\"do\": \"kill\"", "\"do\": \"fill-disk\"", "steps[0]: FillDisk needs kilobytes")]
    [InlineData("failed-requests", "fun", "expect[0]: there is no measure 'fun'; there are failed-requests")]
    [InlineData(", \"max\": 0", "", "expect[0]: failed-requests needs max or min")]
    [InlineData("\"max\": 0", "\"max\": 0, \"beyondFault\": true", "expect[0]: failed-requests is no time")]
    [InlineData("\"title\": \"t\"", "\"title\": \"\"", "title")]
    [InlineData("\"title\": \"t\"", "\"title\": \"t\", \"faultSeconds\": 3", "faultSeconds: is before the last step")]
    public Task ReadAsync_OneThingIsWrong_SaysWhereAndWhy(string right, string wrong, string reason)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        return AssertRefusedAsync(Good.Replace(right, wrong, StringComparison.Ordinal), reason);
    }

    [Fact]
    public async Task FindAsync_NoSuchName_SaysWhichThereAre()
    {
        var exception = await Assert.ThrowsAsync<ScenarioException>(() => ScenarioCatalog.FindAsync("sink-atlantis", TestContext.Current.CancellationToken));

        Assert.Contains("sink-london", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lasting_AnotherLength_KeepsTheProportions()
    {
        await File.WriteAllTextAsync(_path, Good, TestContext.Current.CancellationToken);
        var scenario = (await ScenarioCatalog.FindAsync(_path, TestContext.Current.CancellationToken)).Lasting(TimeSpan.FromSeconds(15));

        Assert.Equal((5, 7.5, 15), (scenario.FaultAt.TotalSeconds, scenario.MendedAt.TotalSeconds, scenario.Duration.TotalSeconds));
        Assert.Equal(2.5, scenario.Steps[1].At);
    }

    private async Task AssertRefusedAsync(string text, string reason)
    {
        await File.WriteAllTextAsync(_path, text, TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<ScenarioException>(() => ScenarioReader.ReadAsync(_path, TestContext.Current.CancellationToken));

        Assert.StartsWith(_path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}
