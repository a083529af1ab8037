using ITFrame.Console.Events;

namespace ITFrame.Console.Components.Timeline;

/// <summary>How each kind of event looks, in shape as well as in colour.</summary>
internal static class EventLook
{
    public static readonly IReadOnlyList<EventKind> Kinds = Enum.GetValues<EventKind>();

    public static string Label(EventKind kind) => kind switch
    {
        EventKind.Fault => "faults",
        EventKind.Failure => "failed",
        EventKind.Ejection => "ejections",
        EventKind.Failover => "failovers",
        EventKind.Election => "elections",
        _ => "recoveries",
    };

    public static string One(EventKind kind) => kind switch
    {
        EventKind.Fault => "fault",
        EventKind.Failure => "failed requests",
        EventKind.Ejection => "ejection",
        EventKind.Failover => "failover",
        EventKind.Election => "election",
        _ => "recovery",
    };

    /// <summary>A shape around the origin, ten units large.</summary>
    public static string Shape(EventKind kind) => kind switch
    {
        EventKind.Fault => "M-5 -5L5 5M5 -5L-5 5",
        EventKind.Failure => "M0 -5L5 4L-5 4Z",
        EventKind.Ejection => "M-5 -5H5V5H-5Z",
        EventKind.Failover => "M-5 0H4M0 -4L5 0L0 4",
        EventKind.Election => "M-5 4L-6 -4L-2 -1L0 -5L2 -1L6 -4L5 4Z",
        _ => "M-5 0L-1 4L5 -4",
    };

    public static string Class(EventKind kind) => kind.ToString().ToLowerInvariant();
}
