namespace ITFrame.Wan.Timing;

internal static class TimeProviderExtensions
{
    /// <summary>A duration in the clock's own ticks, to add to its timestamps.</summary>
    public static long ToTicks(this TimeProvider clock, TimeSpan duration)
        => (long)(duration.TotalSeconds * clock.TimestampFrequency);
}
