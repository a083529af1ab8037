namespace ITFrame.Console.Traffic;

/// <summary>The last seconds of one edge, a slot a second.</summary>
internal sealed class EdgeWindow
{
    private const int Slots = 16;

    private readonly Slot[] _slots = new Slot[Slots];

    public long LastSecond { get; private set; }

    public void Add(long second, bool failed, TimeSpan duration)
    {
        ref var slot = ref _slots[second % Slots];
        if (slot.Second != second)
        {
            if (slot.Second > second)
            {
                return;
            }

            slot = new Slot { Second = second };
        }

        slot.Requests++;
        slot.Errors += failed ? 1 : 0;
        slot.Ticks += duration.Ticks;
        LastSecond = Math.Max(LastSecond, second);
    }

    /// <summary>The sums of the seconds from the first one to before the last one.</summary>
    public (int Requests, int Errors, TimeSpan Mean) Sum(long first, long end)
    {
        var (requests, errors, ticks) = (0, 0, 0L);
        foreach (var slot in _slots)
        {
            if (slot.Second >= first && slot.Second < end)
            {
                requests += slot.Requests;
                errors += slot.Errors;
                ticks += slot.Ticks;
            }
        }

        return (requests, errors, requests == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(ticks / requests));
    }

    private struct Slot
    {
        public long Second;
        public int Requests;
        public int Errors;
        public long Ticks;
    }
}
