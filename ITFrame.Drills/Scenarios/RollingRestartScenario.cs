using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>Every replica and every gateway is restarted, one after the other, each when the one before is back: a deployment.</summary>
internal static class RollingRestartScenario
{
    public const string Name = "rolling-restart";

    private const string Restart = "resource-restart";

    /// <summary>More than a restart takes, so that the traffic lasts to the end.</summary>
    private static readonly TimeSpan EachTakes = TimeSpan.FromSeconds(10);

    public static Scenario Create(IEnumerable<LabResource> resources, TimeSpan warmup, TimeSpan recovery)
    {
        var steps = resources
            .Where(resource => resource.Kind is "api" or "gateway")
            .OrderBy(resource => resource.Kind, StringComparer.Ordinal).ThenBy(resource => resource.Name, StringComparer.Ordinal)
            .Select((resource, index) => new ScenarioStep(warmup + (index * EachTakes), resource.Name, Restart) { UntilWhole = true })
            .ToList();
        var end = warmup + (steps.Count * EachTakes);
        return new Scenario { Name = Name, IsRoutine = true, Steps = steps, FaultAt = warmup, MendedAt = end, Duration = end + recovery };
    }
}
