namespace ITFrame.Api.Cast.Configuration;

/// <summary>Whether the auto-DJ plays, and how it fades.</summary>
internal sealed record DjSettings
{
    public bool Enabled { get; init; }

    /// <summary>Seconds that one song fades into the next, 0 to 30.</summary>
    public double FadeLength { get; init; }
}
