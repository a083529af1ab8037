namespace ITFrame.Drills.Seeding;

/// <summary>What the command line asks for.</summary>
internal sealed record SeedArguments
{
    public required string Mongo { get; init; }

    public required int Stations { get; init; }

    public required int Days { get; init; }

    public required int Seed { get; init; }
}
