namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>
/// The machine's time with a wall clock that can be put wrong, as a drill orders it. What has elapsed is not touched: a clock that
/// is set does not make a stopwatch jump.
/// </summary>
internal sealed class SkewableTime(TimeProvider time) : TimeProvider
{
    private long _skewTicks;

    /// <summary>How far the wall clock is ahead.</summary>
    public TimeSpan Skew
    {
        get => new(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => time.CreateTimer(callback, state, dueTime, period);
}
