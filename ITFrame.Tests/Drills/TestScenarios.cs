using ITFrame.Drills.Scenarios;

namespace ITFrame.Tests.Drills;

/// <summary>Scenarios that are as short as tests are.</summary>
internal static class TestScenarios
{
    public static Scenario Sink(string site, double steady, double fault, double recovery, params Expectation[] expect) => new()
    {
        Name = $"sink-{site}",
        Title = $"{site} sinks",
        Description = "For tests.",
        SteadyState = new SteadyStateSettings { Seconds = steady, P95Milliseconds = 5000 },
        Steps = [new ScenarioStep { At = 0, Do = StepKind.Sink, Site = site }, new ScenarioStep { At = fault, Do = StepKind.Raise, Site = site }],
        RecoverySeconds = recovery,
        Expect = expect.Length > 0 ? expect : [new Expectation { Measure = "failed-requests", Max = 0 }],
    };
}
