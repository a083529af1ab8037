namespace ITFrame.Drills.Traffic;

/// <summary>
/// Starts work when it is due, whether or not earlier work has ended. A closed loop, where each client waits for its answer
/// before it asks again, would send almost nothing during an outage and so report almost no failure (coordinated omission).
/// </summary>
internal sealed class OpenLoop(TimeProvider time, int maximumInFlight)
{
    private int _inFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Runs until the last arrival has been started and all work has ended.</summary>
    /// <param name="arrivals">When work is due, from <paramref name="start"/>, in order.</param>
    /// <param name="start">The run's start, a timestamp of the time provider.</param>
    /// <param name="work">Is called on this loop's thread and must not block; must not throw.</param>
    /// <param name="overflow">Is called instead of <paramref name="work"/> when too much is in flight.</param>
    /// <param name="cancellationToken">Stops starting; what is under way is waited for.</param>
    public async Task RunAsync(IEnumerable<TimeSpan> arrivals, long start, Func<TimeSpan, Task> work, Action<TimeSpan> overflow, CancellationToken cancellationToken)
    {
        var started = new List<Task>();
        try
        {
            foreach (var due in arrivals)
            {
                var wait = due - time.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellationToken);
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (Volatile.Read(ref _inFlight) >= maximumInFlight)
                {
                    overflow(due);
                    continue;
                }

                Interlocked.Increment(ref _inFlight);
                started.Add(RunOneAsync(work, due));
            }
        }
        finally
        {
            await Task.WhenAll(started);
        }
    }

    private async Task RunOneAsync(Func<TimeSpan, Task> work, TimeSpan due)
    {
        try
        {
            await work(due);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
