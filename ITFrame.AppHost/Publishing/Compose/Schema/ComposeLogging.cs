namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>Where a container's output goes.</summary>
internal sealed record ComposeLogging
{
    public string Driver { get; init; } = "json-file";

    /// <summary>Without a limit a log fills the disk.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string> { ["max-size"] = "20m", ["max-file"] = "5" };
}
