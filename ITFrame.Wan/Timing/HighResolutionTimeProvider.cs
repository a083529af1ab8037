namespace ITFrame.Wan.Timing;

/// <summary>
/// A clock whose timers are due within a fraction of a millisecond. The runtime's own timers go by a coarse tick of up to
/// 4 ms on Linux, which would turn a link's 5 ms into anything from 6 to 11. One thread waits for the next timer that is
/// due; it sleeps in between and costs nothing while no timer is armed.
/// </summary>
internal sealed class HighResolutionTimeProvider : TimeProvider, IDisposable
{
    /// <summary>A wait is in whole milliseconds. A timer due sooner than this is fired now, not a whole one later.</summary>
    private const double ResolutionMilliseconds = 0.3;

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _earlier = new(initialState: false);
    private readonly PriorityQueue<(HighResolutionTimer Timer, int Arming), long> _queue = new();
    private long _nextWake = long.MaxValue;
    private bool _started;
    private bool _stopped;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            // Links only need one-shot timers; periodic ones are served as well by the system's clock.
            return System.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new HighResolutionTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
        }

        _earlier.Set();
    }

    internal void Arm(HighResolutionTimer timer, int arming, TimeSpan dueTime)
    {
        var due = GetTimestamp() + (long)(dueTime.TotalSeconds * TimestampFrequency);
        lock (_gate)
        {
            _queue.Enqueue((timer, arming), due);
            if (!_started)
            {
                _started = true;
                new Thread(FireDueTimers) { IsBackground = true, Name = "Link timers" }.Start();
            }

            if (due >= _nextWake)
            {
                return;
            }

            _nextWake = due;
        }

        _earlier.Set();
    }

    private void FireDueTimers()
    {
        while (true)
        {
            (HighResolutionTimer Timer, int Arming) next;
            var wait = Timeout.Infinite;
            lock (_gate)
            {
                if (_stopped)
                {
                    return;
                }

                if (_queue.TryPeek(out next, out var due))
                {
                    var remaining = GetElapsedTime(GetTimestamp(), due).TotalMilliseconds;
                    if (remaining < ResolutionMilliseconds)
                    {
                        _queue.Dequeue();
                        wait = 0;
                    }
                    else
                    {
                        wait = Math.Max(1, (int)Math.Min(remaining, int.MaxValue));
                    }

                    _nextWake = due;
                }
                else
                {
                    _nextWake = long.MaxValue;
                }
            }

            if (wait == 0)
            {
                next.Timer.Fire(next.Arming);
            }
            else
            {
                _earlier.WaitOne(wait);
            }
        }
    }
}
