using ITFrame.Gateway.Configuration;

namespace ITFrame.Gateway.Retries;

/// <summary>
/// Bounds the load that retries add: in any ten seconds, a share of the requests and a few more. Where everything fails,
/// retrying everything would keep it from coming back.
/// </summary>
internal sealed class RetryBudget(GatewaySettings settings, TimeProvider clock)
{
    private const int WindowSeconds = 10;

    private readonly Lock _gate = new();
    private readonly long[] _seconds = new long[WindowSeconds];
    private readonly int[] _requests = new int[WindowSeconds];
    private readonly int[] _retries = new int[WindowSeconds];

    /// <summary>Takes the lock once a second only: every request comes here.</summary>
    public void RecordRequest()
    {
        var second = CurrentSecond();
        var slot = (int)(second % WindowSeconds);
        if (Volatile.Read(ref _seconds[slot]) != second)
        {
            lock (_gate)
            {
                CurrentSlot();
            }
        }

        Interlocked.Increment(ref _requests[slot]);
    }

    /// <summary>Takes one retry out of the budget; false when there is none left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var slot = CurrentSlot();
            var (requests, retries) = (0, 0);
            for (var i = 0; i < WindowSeconds; i++)
            {
                if (_seconds[i] > _seconds[slot] - WindowSeconds)
                {
                    requests += _requests[i];
                    retries += _retries[i];
                }
            }

            var options = settings.Current.Retries;
            if (retries >= (requests * options.BudgetRatio) + (options.BudgetMinimumPerSecond * WindowSeconds))
            {
                return false;
            }

            _retries[slot]++;
            return true;
        }
    }

    // From 1 on, so that a slot that was never used is not taken for one of the first second.
    private long CurrentSecond() => (clock.GetTimestamp() / clock.TimestampFrequency) + WindowSeconds;

    private int CurrentSlot()
    {
        var second = CurrentSecond();
        var slot = (int)(second % WindowSeconds);
        if (_seconds[slot] != second)
        {
            _requests[slot] = 0;
            _retries[slot] = 0;
            Volatile.Write(ref _seconds[slot], second);
        }

        return slot;
    }
}
