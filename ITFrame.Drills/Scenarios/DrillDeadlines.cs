using ITFrame.Drills.Checking;

namespace ITFrame.Drills.Scenarios;

/// <summary>How long a drill waits for the lab.</summary>
internal sealed record DrillDeadlines
{
    /// <summary>For the lab to be whole before the run.</summary>
    public TimeSpan Preconditions { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the lab to warm up, and what counts as warm.</summary>
    public SteadyStateOptions SteadyState { get; init; } = new();

    /// <summary>For the lab to be whole again after it.</summary>
    public TimeSpan Healthy { get; init; } = TimeSpan.FromSeconds(60);

    public ReadBackOptions ReadBack { get; init; } = new();
}
