namespace ITFrame.Drills.Report;

/// <summary>What was drilled, and on what.</summary>
internal sealed record DrillEnvironment
{
    /// <summary>The commit that the drills were built from.</summary>
    public required string Commit { get; init; }

    public required string Layout { get; init; }

    /// <summary>The sites of the gateways.</summary>
    public required IReadOnlyList<string> Gateways { get; init; }

    public required IReadOnlyList<string> Members { get; init; }

    public required string MemberKind { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    public required int Processors { get; init; }

    /// <summary>The console that kept the traces, without its login token.</summary>
    public Uri? ConsoleUrl { get; init; }
}
