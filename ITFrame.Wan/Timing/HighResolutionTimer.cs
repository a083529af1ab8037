namespace ITFrame.Wan.Timing;

/// <summary>A one-shot timer of <see cref="HighResolutionTimeProvider"/>. Its callback must be short: all timers share a thread.</summary>
internal sealed class HighResolutionTimer(HighResolutionTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    // Changing a timer leaves its earlier entry in the queue; an entry of an earlier arming is ignored when it comes up.
    private int _arming;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var arming = Interlocked.Increment(ref _arming);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            clock.Arm(this, arming, dueTime);
        }

        return true;
    }

    public void Dispose() => Interlocked.Increment(ref _arming);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire(int arming)
    {
        if (Interlocked.CompareExchange(ref _arming, arming + 1, arming) == arming)
        {
            callback(state);
        }
    }
}
