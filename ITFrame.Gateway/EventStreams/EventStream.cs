namespace ITFrame.Gateway.EventStreams;

/// <summary>A feature of requests whose answer is an event stream.</summary>
internal sealed class EventStream
{
    private static readonly EventStream Instance = new();

    private EventStream()
    {
    }

    public static void Mark(HttpContext context) => context.Features.Set(Instance);

    public static bool Is(HttpContext context) => context.Features.Get<EventStream>() is not null;
}
