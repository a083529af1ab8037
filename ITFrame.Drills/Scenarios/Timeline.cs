namespace ITFrame.Drills.Scenarios;

/// <summary>What happened when, from the start of the run.</summary>
internal sealed class Timeline
{
    private readonly Lock _gate = new();
    private readonly List<TimelineEvent> _events = [];

    public void Add(TimeSpan at, string kind, string text)
    {
        lock (_gate)
        {
            _events.Add(new TimelineEvent(at, kind, text));
        }
    }

    public IReadOnlyList<TimelineEvent> ToList()
    {
        lock (_gate)
        {
            return [.. _events.OrderBy(entry => entry.At)];
        }
    }
}
