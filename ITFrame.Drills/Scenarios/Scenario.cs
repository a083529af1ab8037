using System.Text.Json.Serialization;

namespace ITFrame.Drills.Scenarios;

/// <summary>What is done to the lab while clients use it, and what they may notice. It is read from a file: see <see cref="ScenarioReader"/>.</summary>
internal sealed record Scenario
{
    /// <summary>The file's name without its ending.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>The traffic's seed where none is asked for; null for a new one each time.</summary>
    public int? Seed { get; init; }

    public SteadyStateSettings SteadyState { get; init; } = new();

    public Preconditions Preconditions { get; init; } = new();

    /// <summary>From the first fault until it counts as mended; null: when the last step is.</summary>
    public double? FaultSeconds { get; init; }

    public double RecoverySeconds { get; init; } = 15;

    /// <summary>In order of time.</summary>
    public required IReadOnlyList<ScenarioStep> Steps { get; init; }

    public required IReadOnlyList<Expectation> Expect { get; init; }

    /// <summary>The file's own address of its schema, for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>When the fault begins: before it, latency is the steady state's.</summary>
    [JsonIgnore]
    public TimeSpan FaultAt => TimeSpan.FromSeconds(SteadyState.Seconds);

    /// <summary>When the fault is mended.</summary>
    [JsonIgnore]
    public TimeSpan MendedAt => FaultAt + TimeSpan.FromSeconds(FaultSeconds ?? Steps[^1].At);

    /// <summary>When the traffic ends.</summary>
    [JsonIgnore]
    public TimeSpan Duration => MendedAt + TimeSpan.FromSeconds(RecoverySeconds);

    /// <summary>What is done, in short words, without what only takes it back.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Faults => [.. Steps.Where(step => !step.Mends).Select(step => step.ToString()).Distinct()];

    public Phase PhaseAt(TimeSpan time) => time < FaultAt ? Phase.Before : time < MendedAt ? Phase.During : Phase.After;

    /// <summary>The same scenario, stretched or pressed to another length.</summary>
    public Scenario Lasting(TimeSpan duration)
    {
        var factor = duration / Duration;
        return this with
        {
            SteadyState = SteadyState with { Seconds = SteadyState.Seconds * factor },
            FaultSeconds = (FaultSeconds ?? Steps[^1].At) * factor,
            RecoverySeconds = RecoverySeconds * factor,
            Steps = [.. Steps.Select(step => step with { At = step.At * factor })],
        };
    }
}
