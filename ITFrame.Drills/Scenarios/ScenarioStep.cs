namespace ITFrame.Drills.Scenarios;

/// <summary>A command that the lab is given in the course of a scenario.</summary>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Resource">To which resource.</param>
/// <param name="Command">Which command.</param>
/// <param name="Undo">The command that takes it back when the run is broken off; null where there is nothing to take back.</param>
internal sealed record ScenarioStep(TimeSpan At, string Resource, string Command, string? Undo = null)
{
    /// <summary>The next step waits until the lab is whole again.</summary>
    public bool UntilWhole { get; init; }
}
