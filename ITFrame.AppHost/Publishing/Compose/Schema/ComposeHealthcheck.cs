namespace ITFrame.AppHost.Publishing.Compose.Schema;

/// <summary>When a container counts as healthy.</summary>
internal sealed record ComposeHealthcheck
{
    public required IReadOnlyList<string> Test { get; init; }

    public required string Interval { get; init; }

    public required string Timeout { get; init; }

    public required int Retries { get; init; }

    public required string StartPeriod { get; init; }
}
