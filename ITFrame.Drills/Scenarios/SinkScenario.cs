namespace ITFrame.Drills.Scenarios;

/// <summary>A site sinks (its links are cut and its processes killed) and is raised again.</summary>
internal static class SinkScenario
{
    public const string Prefix = "sink-";

    private const string Sink = "sink";
    private const string Raise = "raise";

    public static Scenario Create(string site, TimeSpan warmup, TimeSpan fault, TimeSpan recovery) => new()
    {
        Name = Prefix + site,
        Site = site,
        Steps =
        [
            new ScenarioStep(warmup, $"site-{site}", Sink, Undo: Raise),
            new ScenarioStep(warmup + fault, $"site-{site}", Raise),
        ],
        FaultAt = warmup,
        MendedAt = warmup + fault,
        Duration = warmup + fault + recovery,
    };
}
