namespace ITFrame.Console.Telemetry;

/// <summary>OTLP's times: nanoseconds since 1970.</summary>
internal static class Nanoseconds
{
    public static long From(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>From the unsigned number on the wire; one that no clock can show becomes the latest that fits.</summary>
    public static long FromWire(ulong nanoseconds) => (long)Math.Min(nanoseconds, long.MaxValue);

    public static DateTimeOffset ToTime(long nanoseconds) => DateTimeOffset.UnixEpoch + ToTimeSpan(nanoseconds);

    public static TimeSpan ToTimeSpan(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
