namespace ITFrame.Gateway.Caching;

/// <summary>
/// One fetch for all who ask for the same at the same time. It ends early when all of them have gone away, unless one of them
/// was given a stale answer: then it is for those who come next.
/// </summary>
internal sealed class Fetch(TimeProvider clock) : IDisposable
{
    private readonly TaskCompletionSource<FetchResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private int _waiting = 1;
    private bool _isForOthers;
    private bool _isOver;

    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Since when it is under way.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Joins those who wait; false when all have gone and it is being given up.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            _waiting++;
            return true;
        }
    }

    /// <summary>Waits for the result.</summary>
    /// <param name="patience">For how long; the result is null after that.</param>
    /// <param name="aborted">The client has gone away.</param>
    public async Task<FetchResult?> WaitAsync(TimeSpan patience, CancellationToken aborted)
    {
        try
        {
            return patience == Timeout.InfiniteTimeSpan || _result.Task.IsCompleted
                ? await _result.Task.WaitAsync(aborted)
                : await _result.Task.WaitAsync(patience < TimeSpan.Zero ? TimeSpan.Zero : patience, clock, aborted);
        }
        catch (TimeoutException)
        {
            _isForOthers = true;
            return null;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Leaves it to those who come next.</summary>
    public void LeaveToOthers()
    {
        _isForOthers = true;
        Leave();
    }

    public void Complete(FetchResult result) => _result.TrySetResult(result);

    public void Dispose() => _abandoned.Dispose();

    private void Leave()
    {
        lock (_gate)
        {
            if (--_waiting > 0 || _isForOthers || _result.Task.IsCompleted)
            {
                return;
            }

            _isOver = true;
        }

        _abandoned.Cancel();
    }
}
