using ITFrame.Gateway.Routing;

namespace ITFrame.Gateway.EventStreams;

/// <summary>
/// Answers that last for hours and cost next to nothing, as server-sent events do. They have a limit of their own, as WebSockets have, and do not
/// count when it is decided which destination has least to do. Read at start.
/// </summary>
internal sealed record EventStreamOptions
{
    /// <summary>The paths whose GETs are answered so, as routes write them: <c>/nowplaying/{username}/events</c>. Default none.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>How many may be under way; others get 503. Default 4,000: with some 80 KB each that fits into a container's 512 MiB.</summary>
    public int Concurrent { get; init; } = 4_000;

    public IEnumerable<string> Validate()
    {
        for (var i = 0; i < Paths.Count; i++)
        {
            if (!PathPattern.TryParse(Paths[i], out _))
            {
                yield return $"{nameof(Paths)}:{i}: '{Paths[i]}' is not a path such as /nowplaying/{{username}}/events.";
            }
        }

        if (Concurrent < 0)
        {
            yield return $"{nameof(Concurrent)}: {Concurrent} is negative.";
        }
    }
}
