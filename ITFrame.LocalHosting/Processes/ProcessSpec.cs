namespace Aspire.Hosting.Processes;

/// <summary>A process to be started.</summary>
internal sealed record ProcessSpec
{
    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>What is set on top of the AppHost's own environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
