namespace ITFrame.Console.LabControl;

/// <summary>A resource of the lab, as lab control describes it.</summary>
public sealed record LabResource
{
    public required string Name { get; init; }

    public string? Type { get; init; }

    /// <summary>gateway, api, member, wan, console, site, replica-set or other.</summary>
    public string? Kind { get; init; }

    public string? Site { get; init; }

    public string? State { get; init; }

    public string? Health { get; init; }

    public int? Pid { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public int? ExitCode { get; init; }

    public IReadOnlyList<LabUrl>? Urls { get; init; }

    public IReadOnlyList<LabCommand>? Commands { get; init; }
}
