namespace ITFrame.Console.Events;

/// <summary>Something that happened in the lab. What goes on and on is one event that has a start and an end.</summary>
public sealed record LabEvent
{
    public required long Id { get; init; }

    public required EventKind Kind { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required string Title { get; init; }

    /// <summary>The site that it happened at, or the two of a link.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>How often, for what goes on.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Traces that show it, the first ones of them.</summary>
    public IReadOnlyList<string> TraceIds { get; init; } = [];
}
