using ITFrame.Console.Telemetry;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Events;

/// <summary>What happened in the lab of late, in memory and bounded.</summary>
internal sealed class EventStore(IOptions<RetentionOptions> options, TimeProvider time) : IDisposable
{
    private const int MaxTraces = 20;

    /// <summary>The same thing again within this time is the same event going on.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, LabEvent Event)> _events = new();
    private long _lastId;

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromMilliseconds(200));

    public LabEvent[] List()
    {
        lock (_gate)
        {
            return [.. _events.Select(item => item.Event)];
        }
    }

    /// <summary>Adds an event, or lets the last one with the same key go on.</summary>
    /// <param name="key">What makes two events the same.</param>
    /// <param name="kind">What kind of thing happened.</param>
    /// <param name="at">When.</param>
    /// <param name="title">The event's title, by how often it happened.</param>
    /// <param name="sites">The site that it happened at, or the two of a link.</param>
    /// <param name="traceId">A trace that shows it.</param>
    /// <param name="count">How often it happened since it was told of last.</param>
    public void Add(string key, EventKind kind, DateTimeOffset at, Func<int, string> title, IReadOnlyList<string> sites, string? traceId = null, int count = 1)
    {
        lock (_gate)
        {
            var former = _events.Last;
            while (former is not null && (former.Value.Key != key || at - former.Value.Event.End > Gap || former.Value.Event.Start - at > Gap))
            {
                former = former.Previous;
            }

            if (former is null)
            {
                _events.AddLast((key, new LabEvent
                {
                    Id = ++_lastId,
                    Kind = kind,
                    Start = at,
                    End = at,
                    Title = title(count),
                    Sites = sites,
                    Count = count,
                    TraceIds = traceId is null ? [] : [traceId],
                }));
                if (_events.Count > options.Value.Events)
                {
                    _events.RemoveFirst();
                }
            }
            else
            {
                var known = former.Value.Event;
                former.Value = (key, known with
                {
                    Start = at < known.Start ? at : known.Start,
                    End = at > known.End ? at : known.End,
                    Count = known.Count + count,
                    Title = title(known.Count + count),
                    TraceIds = traceId is null || known.TraceIds.Count >= MaxTraces || known.TraceIds.Contains(traceId) ? known.TraceIds : [.. known.TraceIds, traceId],
                });
            }
        }

        Signal.Raise();
    }

    /// <summary>Takes out the events since a time that are only a part of another one.</summary>
    public void Remove(DateTimeOffset since, Func<LabEvent, bool> isPart)
    {
        lock (_gate)
        {
            for (var node = _events.Last; node is not null;)
            {
                var previous = node.Previous;
                if (node.Value.Event.Start >= since && isPart(node.Value.Event))
                {
                    _events.Remove(node);
                }

                node = previous;
            }
        }
    }

    public void Dispose() => Signal.Dispose();
}
