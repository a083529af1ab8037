namespace ITFrame.Drills.Scenarios;

/// <summary>What a lab must be like for a scenario to say anything.</summary>
internal sealed record Preconditions
{
    /// <summary><c>witness</c> or <c>2016</c>; null for any.</summary>
    public string? Layout { get; init; }

    /// <summary>The site of the primary; null for any.</summary>
    public string? Primary { get; init; }

    /// <summary>What runs as members; null for anything.</summary>
    public string? Members { get; init; }
}
