namespace ITFrame.Drills.Report;

/// <summary>What became of one scenario of a suite.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Report">Its report; null when it could not run.</param>
/// <param name="Error">Why it could not run.</param>
internal sealed record SuiteOutcome(string Scenario, DrillReport? Report, string? Error)
{
    /// <summary>A measure with two digits at most, or a dash.</summary>
    public string Of(string measure) => Report?.Measures[measure] is { } value ? FormattableString.Invariant($"{value:0.##}") : "-";
}
