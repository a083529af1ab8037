namespace ITFrame.Console.Telemetry;

/// <summary>
/// Tells the pages that something changed, at most once an interval however often it is raised, and never while nothing changes.
/// </summary>
internal sealed class ChangeSignal : IDisposable
{
    private readonly ITimer _timer;
    private readonly TimeSpan _interval;
    private int _armed;

    public ChangeSignal(TimeProvider time, TimeSpan interval)
    {
        _interval = interval;
        _timer = time.CreateTimer(static state => ((ChangeSignal)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called on a pool thread; a handler must not block.</summary>
    public event Action? Changed;

    public void Raise()
    {
        if (Changed is not null && Interlocked.Exchange(ref _armed, 1) == 0)
        {
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        // Before the handlers read: what comes while they do must arm the timer again.
        Interlocked.Exchange(ref _armed, 0);
        Changed?.Invoke();
    }
}
