namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>A Compose file (compose-spec.io), as far as it is used here.</summary>
internal sealed record ComposeFile
{
    public required IReadOnlyDictionary<string, ComposeService> Services { get; init; }

    public IReadOnlyDictionary<string, ComposeNetwork>? Networks { get; init; }

    public IReadOnlyDictionary<string, ComposeVolume>? Volumes { get; init; }
}
