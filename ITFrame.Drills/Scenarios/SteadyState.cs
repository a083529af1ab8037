using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Lab;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Brings the lab to its steady state before anything is counted: every replica has compiled its code and opened its
/// connections. Open-loop traffic on processes that have just started measures their start, and may keep them from ever
/// getting through it. So this is a closed loop: a few workers, each of which waits for its answer.
/// </summary>
internal sealed class SteadyState(SteadyStateOptions options, TimeProvider time)
{
    private const int Workers = 8;

    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _latest = new();

    /// <summary>Takes an answered request into account.</summary>
    public void Note(OperationRecord record)
    {
        lock (_gate)
        {
            _latest.Enqueue(record.Outcome == ClientOutcome.Succeeded ? record.Latency : TimeSpan.MaxValue);
            if (_latest.Count > options.Requests)
            {
                _latest.Dequeue();
            }
        }
    }

    /// <summary>Sends requests until the latest ones were all answered, 95 % of them within the limit.</summary>
    /// <exception cref="LabException">The lab does not get there in time.</exception>
    public async Task ReachAsync(TrafficSet traffic, Func<TimeSpan> now, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(traffic, now, ended.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsSteady())
        {
            throw new LabException($"The lab does not reach a steady state: 95 % of the latest {options.Requests} requests took up to {Percentile(0.95).TotalMilliseconds:0} ms, not {options.Limit.TotalMilliseconds:0} ms, after {options.Deadline.TotalSeconds:0} s.");
        }
    }

    private async Task WorkAsync(TrafficSet traffic, Func<TimeSpan> now, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && !IsSteady())
        {
            Operation operation;
            lock (_gate)
            {
                operation = traffic.Mix.Next(now());
            }

            await traffic.Sender.SendAsync(operation, cancellationToken);
        }
    }

    private bool IsSteady()
    {
        lock (_gate)
        {
            return _latest.Count == options.Requests && !_latest.Contains(TimeSpan.MaxValue) && Percentile(0.95) <= options.Limit;
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
