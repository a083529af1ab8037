namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>A service of a Compose file; what every service here has is the default.</summary>
internal sealed record ComposeService
{
    public string? Image { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public string? User { get; init; }

    public bool? ReadOnly { get; init; }

    public IReadOnlyList<string>? Tmpfs { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    public IReadOnlyList<string>? SecurityOpt { get; init; }

    public string? MemLimit { get; init; }

    public int? PidsLimit { get; init; }

    public IReadOnlyDictionary<string, ComposeAliases>? Networks { get; init; }

    public IReadOnlyList<string>? ExtraHosts { get; init; }

    public IReadOnlyList<string>? Ports { get; init; }

    public IReadOnlyList<string>? Volumes { get; init; }

    public IReadOnlyDictionary<string, ComposeDependency>? DependsOn { get; init; }

    public ComposeHealthcheck? Healthcheck { get; init; }

    public string? Restart { get; init; }

    public string? StopGracePeriod { get; init; }

    public ComposeLogging? Logging { get; init; }

    public IReadOnlyList<string>? Profiles { get; init; }
}
