namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Virtual time and an unreliable network: what happens next is decided by the seed alone.</summary>
internal sealed class SimulatedNetwork(Random random)
{
    private readonly PriorityQueue<Action, (TimeSpan Time, long Order)> _agenda = new();
    private readonly HashSet<(int, int)> _cuts = [];
    private long _order;

    public TimeSpan Now { get; private set; }

    public double LossRate { get; set; }

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    public void At(TimeSpan time, Action action) => _agenda.Enqueue(action, (time, _order++));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Delivers a message after a random delay, or never.</summary>
    public void Send(int from, int to, Action deliver)
    {
        if (random.NextDouble() < LossRate)
        {
            return;
        }

        After(MaxDelay * random.NextDouble(), () =>
        {
            if (!IsCut(from, to))
            {
                deliver();
            }
        });
    }

    public bool IsCut(int left, int right) => _cuts.Contains((Math.Min(left, right), Math.Max(left, right)));

    public void Cut(int left, int right) => _cuts.Add((Math.Min(left, right), Math.Max(left, right)));

    public void Heal() => _cuts.Clear();

    public void RunUntil(TimeSpan end)
    {
        while (_agenda.TryPeek(out var action, out var next) && next.Time <= end)
        {
            _agenda.Dequeue();
            Now = next.Time;
            action();
        }

        Now = end;
    }
}
