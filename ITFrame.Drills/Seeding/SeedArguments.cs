namespace ITFrame.Drills.Seeding;

/// <summary>What the command line asks for.</summary>
internal sealed record SeedArguments
{
    /// <summary>The members; null for those of a lab.</summary>
    public required string? Mongo { get; init; }

    /// <summary>The lab's state file; null for the one under the solution's folder.</summary>
    public required string? Lab { get; init; }

    public required int Stations { get; init; }

    public required int Days { get; init; }

    public required int Seed { get; init; }
}
