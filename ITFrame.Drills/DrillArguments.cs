namespace ITFrame.Drills;

/// <summary>What the command line asks for.</summary>
internal sealed record DrillArguments
{
    public required string Scenario { get; init; }

    public string? StateFile { get; init; }

    public bool MayStart { get; init; } = true;

    public double Rate { get; init; } = 200;

    public int Seed { get; init; }

    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Fault { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan Recovery { get; init; } = TimeSpan.FromSeconds(15);

    public string? JsonFile { get; init; }
}
