using System.Collections.Concurrent;
using ITFrame.Wan.Timing;

namespace ITFrame.Wan.Links;

/// <summary>What lies between two sites, or inside one: the conditions, whether it is cut, and the connections on it.</summary>
internal sealed class Link(string a, string b, LinkConditions conditions, TimeProvider clock, Random random)
{
    private const int PacketBytes = 1460;
    private const double BitsPerMegabit = 1_000_000;

    /// <summary>Linux retransmits after a round trip, but at least after this.</summary>
    private static readonly TimeSpan MinimumRetransmission = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Circuit, bool> _circuits = new();
    private readonly Lane _fromA = new();
    private readonly Lane _fromB = new();
    private volatile LinkConditions _conditions = conditions;
    private TaskCompletionSource? _restored;

    public string A => a;

    public string B => b;

    public LinkConditions Conditions
    {
        get => _conditions;
        set => _conditions = value;
    }

    /// <summary>Cut by itself, whatever the state of its two sites.</summary>
    public bool IsCutItself { get; set; }

    public bool IsCut => Volatile.Read(ref _restored) is not null;

    public int Connections => _circuits.Count;

    /// <summary>Cuts or restores the link. Those who wait in <see cref="WhenUpAsync"/> go on when it is restored.</summary>
    public void SetCut(bool cut)
    {
        TaskCompletionSource? restored = null;
        lock (_gate)
        {
            if (cut)
            {
                _restored ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                restored = _restored;
                _restored = null;
            }
        }

        restored?.SetResult();
    }

    /// <summary>Completes at once on a link that is up, else when it is restored.</summary>
    public Task WhenUpAsync(CancellationToken cancellationToken)
        => Volatile.Read(ref _restored) is { } restored ? restored.Task.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>The lane for traffic that leaves from a site.</summary>
    public Lane LaneFrom(string site) => string.Equals(site, a, StringComparison.OrdinalIgnoreCase) ? _fromA : _fromB;

    /// <summary>When bytes that enter the link now come out at the other end.</summary>
    public long ArrivalOf(int bytes, Lane lane)
    {
        var now = clock.GetTimestamp();
        var current = _conditions;
        if (current == LinkConditions.Ideal)
        {
            return now;
        }

        var transmission = current.BandwidthMegabits == 0
            ? 0
            : clock.ToTicks(TimeSpan.FromSeconds(bytes * 8 / (current.BandwidthMegabits * BitsPerMegabit)));
        return lane.Occupy(now, transmission) + clock.ToTicks(current.OneWay + Jitter(current) + Stall(current, bytes));
    }

    public void Add(Circuit circuit) => _circuits.TryAdd(circuit, true);

    public void Remove(Circuit circuit) => _circuits.TryRemove(circuit, out _);

    /// <summary>Resets every connection on the link, as a firewall that has lost its state does.</summary>
    public void Reset()
    {
        foreach (var circuit in _circuits.Keys)
        {
            circuit.Abort();
        }
    }

    private TimeSpan Jitter(LinkConditions current)
        => current.JitterMilliseconds == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(random.NextDouble() * current.JitterMilliseconds);

    /// <summary>The time until the last lost packet among these bytes got through; the wait doubles with each retransmission.</summary>
    private TimeSpan Stall(LinkConditions current, int bytes)
    {
        if (current.LossPercent == 0)
        {
            return TimeSpan.Zero;
        }

        var packets = Math.Max(1, (bytes + PacketBytes - 1) / PacketBytes);
        var lost = 1 - Math.Pow(1 - (current.LossPercent / 100), packets);
        var stall = TimeSpan.Zero;
        var timeout = MinimumRetransmission + TimeSpan.FromMilliseconds(current.RoundTripMilliseconds);
        while (random.NextDouble() < lost && stall < TimeSpan.FromMinutes(1))
        {
            stall += timeout;
            timeout *= 2;
            // What is sent again is a single packet.
            lost = current.LossPercent / 100;
        }

        return stall;
    }
}
