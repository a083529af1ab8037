namespace ITFrame.Gateway.Health;

/// <summary>
/// What the gateway remembers of a destination: failures in a row, latencies, ejections, its return. Not thread-safe but for
/// <see cref="AvailableSince"/>; whoever changes it holds its lock.
/// </summary>
internal sealed class DestinationRecord
{
    private const long Never = long.MinValue;

    private bool _available = true;
    private long _availableSince = Never;
    private TimeSpan _latencies;

    public Lock Gate { get; } = new();

    public int TransportFailures { get; private set; }

    public int ServerErrors { get; private set; }

    /// <summary>Ejections that count for the length of the next one.</summary>
    public int Ejections { get; set; }

    /// <summary>The clock's timestamp at the end of the last ejection.</summary>
    public long EjectedUntil { get; set; }

    /// <summary>Answers since latencies were last compared.</summary>
    public int Answers { get; private set; }

    public TimeSpan MeanLatency => Answers == 0 ? TimeSpan.Zero : _latencies / Answers;

    /// <summary>The clock's timestamp at the last return from being unhealthy; null if it was never unhealthy.</summary>
    public long? AvailableSince => Volatile.Read(ref _availableSince) is not Never and var since ? since : null;

    public void SetAvailable(bool available, long now)
    {
        lock (Gate)
        {
            if (available && !_available)
            {
                Volatile.Write(ref _availableSince, now);
                TransportFailures = ServerErrors = 0;
                StartInterval();
            }

            _available = available;
        }
    }

    public void AddTransportFailure() => TransportFailures++;

    public void AddAnswer(bool isServerError, TimeSpan latency)
    {
        TransportFailures = 0;
        ServerErrors = isServerError ? ServerErrors + 1 : 0;
        AddLatency(latency);
    }

    public void AddLatency(TimeSpan latency)
    {
        Answers++;
        _latencies += latency;
    }

    public void StartInterval() => (Answers, _latencies) = (0, TimeSpan.Zero);
}
