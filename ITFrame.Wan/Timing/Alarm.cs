using System.Threading.Tasks.Sources;

namespace ITFrame.Wan.Timing;

/// <summary>A wait until a moment, by one waiter at a time, that allocates nothing a wait.</summary>
internal sealed class Alarm : IValueTaskSource, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private int _armed;
    private volatile bool _cancelled;

    public Alarm(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static alarm => ((Alarm)alarm!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits until a timestamp of the clock; returns at once when it has passed or the alarm is cancelled.</summary>
    public ValueTask WaitUntilAsync(long timestamp)
    {
        var remaining = _clock.GetElapsedTime(_clock.GetTimestamp(), timestamp);
        if (remaining <= TimeSpan.Zero || _cancelled)
        {
            return default;
        }

        _wait.Reset();
        Volatile.Write(ref _armed, 1);
        _timer.Change(remaining, Timeout.InfiniteTimeSpan);
        if (_cancelled)
        {
            Ring();
        }

        return new ValueTask(this, _wait.Version);
    }

    /// <summary>Waits for a time span from now on.</summary>
    public ValueTask WaitAsync(TimeSpan duration) => WaitUntilAsync(_clock.GetTimestamp() + _clock.ToTicks(duration));

    /// <summary>Ends the wait under way and all later ones.</summary>
    public void Cancel()
    {
        _cancelled = true;
        Ring();
    }

    public void Dispose() => _timer.Dispose();

    public void GetResult(short token) => _wait.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _wait.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _wait.OnCompleted(continuation, state, token, flags);

    private void Ring()
    {
        if (Interlocked.Exchange(ref _armed, 0) == 1)
        {
            _wait.SetResult(true);
        }
    }
}
