using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Brings the lab to its steady state before anything is counted: every replica has compiled its code and opened its
/// connections. Open-loop traffic on processes that have just started measures their start, and may keep them from ever
/// getting through it. So this is a closed loop: a few workers, each of which waits for its answer.
/// </summary>
internal sealed class SteadyState(ClientPool clients, TrafficMix mix, StationWriters stations, HubRequests requests, TimeSpan patience, TimeProvider time)
{
    private const int Workers = 8;

    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _latest = new();

    /// <summary>Sends requests until the latest ones were all answered, 95 % of them within the limit.</summary>
    /// <exception cref="LabException">The lab does not get there in time.</exception>
    public async Task ReachAsync(SteadyStateOptions options, CancellationToken cancellationToken)
    {
        using var reached = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(reached.Token, deadline.Token);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(options, reached, ended.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        if (!reached.IsCancellationRequested)
        {
            throw new LabException($"The lab does not reach a steady state: 95 % of the latest {options.Requests} requests took up to {Percentile(0.95).TotalMilliseconds:0} ms, not {options.Limit.TotalMilliseconds:0} ms, after {options.Deadline.TotalSeconds:0} s.");
        }
    }

    private async Task WorkAsync(SteadyStateOptions options, CancellationTokenSource reached, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Operation operation;
            lock (_gate)
            {
                operation = mix.Next(TimeSpan.Zero);
            }

            var sent = time.GetTimestamp();
            var response = await clients[operation.Client].SendAsync(requests.For(operation), patience, cancellationToken);
            if (operation.Kind == OperationKind.PlayerSettings)
            {
                stations.Return(operation.Write!.Station);
            }

            if (IsSteady(options, response.Outcome == ClientOutcome.Succeeded ? time.GetElapsedTime(sent) : TimeSpan.MaxValue))
            {
                await reached.CancelAsync();
            }
        }
    }

    private bool IsSteady(SteadyStateOptions options, TimeSpan latency)
    {
        lock (_gate)
        {
            _latest.Enqueue(latency);
            if (_latest.Count <= options.Requests)
            {
                return false;
            }

            _latest.Dequeue();
            return !_latest.Contains(TimeSpan.MaxValue) && Percentile(0.95) <= options.Limit;
        }
    }

    private TimeSpan Percentile(double share)
    {
        lock (_gate)
        {
            var sorted = _latest.Order().ToList();
            return sorted.Count == 0 ? TimeSpan.MaxValue : sorted[(int)(share * (sorted.Count - 1))];
        }
    }
}
