namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Virtual time and an unreliable network: what happens next is decided by the seed alone.</summary>
internal sealed class SimulatedNetwork(Random random, int size)
{
    // What is due at the same time happens in the order in which it was planned.
    private const int OrderBits = 30;

    /// <summary>Far more than a run takes: who gets here is in a storm of messages.</summary>
    private const int MaxEvents = 100_000;

    private readonly PriorityQueue<Action, long> _agenda = new();
    private readonly bool[,] _cuts = new bool[size, size];
    private long _order;
    private int _eventCount;

    public TimeSpan Now { get; private set; }

    public double LossRate { get; set; }

    public double DuplicationRate { get; set; }

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    public void At(TimeSpan time, Action action)
    {
        var microseconds = (Math.Max(time.Ticks, Now.Ticks) + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;
        _agenda.Enqueue(action, (microseconds << OrderBits) | _order++);
    }

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Delivers a message after a random delay, which may overtake others: once, twice or never.</summary>
    public void Send(int from, int to, Action deliver)
    {
        if (!_cuts[from, to] && (LossRate == 0 || random.NextDouble() >= LossRate))
        {
            Plan(from, to, deliver);
        }

        if (DuplicationRate > 0 && random.NextDouble() < DuplicationRate)
        {
            Plan(from, to, deliver);
        }
    }

    public void Cut(int from, int to) => _cuts[from, to] = true;

    public void CutBothWays(int left, int right)
    {
        Cut(left, right);
        Cut(right, left);
    }

    public void Heal() => Array.Clear(_cuts);

    public void RunUntil(TimeSpan end) => RunUntil(end, () => false);

    /// <summary>Runs to the end, or until the condition holds, which is looked at after each event.</summary>
    public bool RunUntil(TimeSpan end, Func<bool> condition)
    {
        while (_agenda.TryPeek(out var action, out var key) && FromKey(key) is var time && time <= end)
        {
            _agenda.Dequeue();
            Now = time;
            if (++_eventCount > MaxEvents)
            {
                throw new SimulationViolationException("the members talk without end");
            }

            action();
            if (condition())
            {
                return true;
            }
        }

        Now = end;
        return false;
    }

    private static TimeSpan FromKey(long key) => TimeSpan.FromTicks((key >> OrderBits) * TimeSpan.TicksPerMicrosecond);

    private void Plan(int from, int to, Action deliver) => After(MaxDelay * random.NextDouble(), () =>
    {
        if (!_cuts[from, to])
        {
            deliver();
        }
    });
}
