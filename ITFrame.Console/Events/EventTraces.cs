using ITFrame.Console.Traces;

namespace ITFrame.Console.Events;

/// <summary>Finds the traces that show what an event did.</summary>
internal static class EventTraces
{
    private const int MaxTraces = 20;

    /// <summary>A request that was under way at a fault began before it.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>Clients feel a fault for a while: a failover takes seconds, an election too.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    public static (DateTimeOffset From, DateTimeOffset To) TimeOf(LabEvent item) => (item.Start - Before, item.End + After);

    /// <summary>The traces that the event names; else those of its time, with those first that went wrong or took a detour.</summary>
    public static IReadOnlyList<TraceSnapshot> Of(LabEvent item, TraceStore store)
    {
        if (item.TraceIds.Count > 0)
        {
            return [.. item.TraceIds.Select(store.Find).OfType<TraceSnapshot>().OrderBy(trace => trace.StartNanoseconds)];
        }

        var (from, to) = TimeOf(item);
        return [.. store.List()
            .Where(trace => trace.Start >= from && trace.Start <= to)
            .OrderByDescending(trace => trace.IsFailed).ThenByDescending(trace => trace.HasFailover).ThenByDescending(trace => trace.Errors).ThenByDescending(trace => trace.EndNanoseconds - trace.StartNanoseconds)
            .Take(MaxTraces)];
    }
}
