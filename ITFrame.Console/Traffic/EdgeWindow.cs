namespace ITFrame.Console.Traffic;

/// <summary>The last seconds of one edge, a slot a second.</summary>
internal sealed class EdgeWindow
{
    private const int Slots = 16;

    private readonly Slot[] _slots = new Slot[Slots];

    public long LastSecond { get; private set; }

    public void Add(long second, bool failed, TimeSpan duration)
    {
        if (!TryOpen(second))
        {
            return;
        }

        ref var slot = ref _slots[second % Slots];
        slot.Timed++;
        slot.Errors += failed ? 1 : 0;
        slot.Ticks += duration.Ticks;
    }

    /// <summary>Adds requests that succeeded, and of which it is not known how long they took.</summary>
    public void Add(long second, double requests)
    {
        if (TryOpen(second))
        {
            _slots[second % Slots].Untimed += requests;
        }
    }

    /// <summary>The sums of the seconds from the first one to before the last one. The mean is of those that were timed.</summary>
    public (double Requests, int Errors, TimeSpan Mean) Sum(long first, long end)
    {
        var (timed, untimed, errors, ticks) = (0, 0.0, 0, 0L);
        foreach (var slot in _slots)
        {
            if (slot.Second >= first && slot.Second < end)
            {
                timed += slot.Timed;
                untimed += slot.Untimed;
                errors += slot.Errors;
                ticks += slot.Ticks;
            }
        }

        return (timed + untimed, errors, timed == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(ticks / timed));
    }

    private bool TryOpen(long second)
    {
        ref var slot = ref _slots[second % Slots];
        if (slot.Second > second)
        {
            return false;
        }

        if (slot.Second != second)
        {
            slot = new Slot { Second = second };
        }

        LastSecond = Math.Max(LastSecond, second);
        return true;
    }

    private struct Slot
    {
        public long Second;
        public int Timed;
        public double Untimed;
        public int Errors;
        public long Ticks;
    }
}
