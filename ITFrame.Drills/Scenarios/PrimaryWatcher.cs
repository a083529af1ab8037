using System.Net;
using ITFrame.Drills.Clients;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Watches who is primary, through gateways that are not hurt. Polls overlap: the one that was under way when the fault
/// struck may hang, and must not hide the election from those after it.
/// </summary>
internal sealed class PrimaryWatcher(IReadOnlyList<GatewayEndpoint> gateways, IGatewayDialer dialer, Timeline timeline, TimeProvider time) : IDisposable
{
    private const int MaximumPolls = 12;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly GatewayChannel[] _channels = [.. gateways.Select(gateway => new GatewayChannel(gateway, dialer, time))];
    private readonly List<PrimaryChange> _changes = [];
    private int _newest = -1;
    private int _polls;

    public Primary? Current
    {
        get
        {
            lock (_gate)
            {
                return _changes.LastOrDefault()?.Primary;
            }
        }
    }

    public IReadOnlyList<PrimaryChange> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    public async Task RunAsync(long start, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(cancellationToken); number++)
            {
                if (Volatile.Read(ref _polls) < MaximumPolls)
                {
                    Interlocked.Increment(ref _polls);
                    _ = PollAsync(number, start, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }

    private async Task PollAsync(int number, long start, CancellationToken cancellationToken)
    {
        try
        {
            // In turn, so that a gateway that hangs costs every other poll only.
            var attempt = await _channels[number % _channels.Length].SendAsync(HubRequests.Cluster, cancellationToken);
            if (attempt is { End: AttemptEnd.Answered, Status: HttpStatusCode.OK } && ClusterView.TryReadPrimary(attempt.Body, out var primary))
            {
                Note(number, time.GetElapsedTime(start), primary);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _polls);
        }
    }

    private void Note(int number, TimeSpan at, Primary? primary)
    {
        lock (_gate)
        {
            // An answer that was overtaken by one to a later question is old news.
            if (number < _newest)
            {
                return;
            }

            _newest = number;
            if (_changes.Count > 0 && _changes[^1].Primary?.Host == primary?.Host)
            {
                return;
            }

            _changes.Add(new PrimaryChange(at, primary));
        }

        timeline.Add(at, TimelineEvents.Primary, primary is null ? "no primary" : $"primary: {primary}");
    }
}
