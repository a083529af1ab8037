using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report;

/// <summary>A run as it goes, for the progress display.</summary>
internal sealed class RunStatus(TimeProvider time)
{
    /// <summary>How far back the display's p99 looks.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<(TimeSpan Completed, TimeSpan Latency)> _recent = new();
    private readonly long _created = time.GetTimestamp();
    private long? _start;
    private RunPhase _phase = RunPhase.WarmUp;
    private string _text = "preparing";
    private int _requests;
    private int _succeeded;
    private int _unknown;
    private int _failed;

    /// <summary>Who is primary, for as long as it is watched.</summary>
    public Func<string?> Primary { get; set; } = () => null;

    public Func<int> InFlight { get; set; } = () => 0;

    public void Begin(long start)
    {
        lock (_gate)
        {
            _start = start;
        }
    }

    /// <summary>What has happened so far.</summary>
    public Timeline Timeline { get; set; } = new();

    /// <summary>Enters a phase, described by the text.</summary>
    public void Enter(RunPhase phase, string text)
    {
        lock (_gate)
        {
            _phase = phase;
            _text = text;
        }
    }

    public void Add(OperationRecord record)
    {
        lock (_gate)
        {
            _requests++;
            switch (record.Outcome)
            {
                case ClientOutcome.Succeeded:
                    _succeeded++;
                    break;
                case ClientOutcome.Unknown:
                    _unknown++;
                    break;
                default:
                    _failed++;
                    break;
            }

            _recent.Enqueue((record.Completed, record.Latency));
            Forget(record.Completed);
        }
    }

    public StatusSnapshot Snapshot()
    {
        var primary = Primary();
        var inFlight = InFlight();
        lock (_gate)
        {
            var elapsed = time.GetElapsedTime(_start ?? _created);
            if (_start is not null)
            {
                Forget(elapsed);
            }

            return new StatusSnapshot(_phase, _text, elapsed, _requests, _succeeded, _unknown, _failed, inFlight, primary, _recent.Count / Window.TotalSeconds, Percentile99());
        }
    }

    private void Forget(TimeSpan now)
    {
        while (_recent.TryPeek(out var oldest) && now - oldest.Completed > Window)
        {
            _recent.Dequeue();
        }
    }

    private TimeSpan? Percentile99()
    {
        if (_recent.Count == 0)
        {
            return null;
        }

        var sorted = _recent.Select(entry => entry.Latency).Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * 0.99))];
    }
}
