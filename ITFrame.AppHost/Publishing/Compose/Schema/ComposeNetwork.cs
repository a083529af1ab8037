namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>A network of the project.</summary>
internal sealed record ComposeNetwork
{
    public string Driver { get; init; } = "bridge";
}
