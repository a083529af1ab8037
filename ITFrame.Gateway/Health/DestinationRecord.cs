namespace ITFrame.Gateway.Health;

/// <summary>
/// What the gateway remembers of a destination: failures in a row, latencies, ejections, its return. Answers are counted without
/// a lock, as every request comes here; what a reader sees may be an answer old.
/// </summary>
internal sealed class DestinationRecord
{
    private const long Never = long.MinValue;

    private readonly Lock _gate = new();
    private bool _available = true;
    private long _availableSince = Never;
    private int _transportFailures;
    private int _serverErrors;
    private int _answers;
    private long _latencyTicks;
    private int _eventStreams;

    public int ServerErrors => Volatile.Read(ref _serverErrors);

    /// <summary>Ejections that count for the length of the next one.</summary>
    public int Ejections { get; set; }

    /// <summary>The clock's timestamp at the end of the last ejection.</summary>
    public long EjectedUntil { get; set; }

    /// <summary>Answers since latencies were last compared.</summary>
    public int Answers => Volatile.Read(ref _answers);

    public TimeSpan MeanLatency => Answers is > 0 and var answers ? TimeSpan.FromTicks(Interlocked.Read(ref _latencyTicks) / answers) : TimeSpan.Zero;

    /// <summary>The clock's timestamp at the last return from being unhealthy; null if it was never unhealthy.</summary>
    public long? AvailableSince => Volatile.Read(ref _availableSince) is not Never and var since ? since : null;

    /// <summary>Event streams under way.</summary>
    public int EventStreams => Volatile.Read(ref _eventStreams);

    public void AddEventStream() => Interlocked.Increment(ref _eventStreams);

    public void RemoveEventStream() => Interlocked.Decrement(ref _eventStreams);

    public void SetAvailable(bool available, long now)
    {
        lock (_gate)
        {
            if (available && !_available)
            {
                Volatile.Write(ref _availableSince, now);
                Volatile.Write(ref _transportFailures, 0);
                Volatile.Write(ref _serverErrors, 0);
                StartInterval();
            }

            _available = available;
        }
    }

    /// <returns>How many there have been in a row.</returns>
    public int AddTransportFailure() => Interlocked.Increment(ref _transportFailures);

    /// <returns>How many server errors there have been in a row.</returns>
    public int AddAnswer(bool isServerError, TimeSpan latency)
    {
        Reset(ref _transportFailures);
        AddLatency(latency);
        if (isServerError)
        {
            return Interlocked.Increment(ref _serverErrors);
        }

        Reset(ref _serverErrors);
        return 0;
    }

    public void AddLatency(TimeSpan latency)
    {
        Interlocked.Increment(ref _answers);
        Interlocked.Add(ref _latencyTicks, latency.Ticks);
    }

    public void StartInterval()
    {
        Volatile.Write(ref _answers, 0);
        Interlocked.Exchange(ref _latencyTicks, 0);
    }

    // Read first: as a rule it is zero, and what nobody writes all processors can keep.
    private static void Reset(ref int count)
    {
        if (Volatile.Read(ref count) != 0)
        {
            Volatile.Write(ref count, 0);
        }
    }
}
