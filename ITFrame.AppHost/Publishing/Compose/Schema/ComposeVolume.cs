namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>A volume of the project.</summary>
internal sealed record ComposeVolume
{
    public string Driver { get; init; } = "local";
}
