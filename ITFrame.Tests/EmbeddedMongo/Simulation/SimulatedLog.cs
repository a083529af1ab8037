using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>A member's log: what is written, and how much of that would survive a power cut.</summary>
internal sealed class SimulatedLog
{
    private readonly List<LogEntry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>How many entries are on disk.</summary>
    public int SyncedCount { get; private set; }

    public LogEntry? Last => _entries.Count == 0 ? null : _entries[^1];

    public LogEntry? LastSynced => SyncedCount == 0 ? null : _entries[SyncedCount - 1];

    public LogEntry this[int index] => _entries[index];

    public void Add(LogEntry entry)
    {
        if (!ReferenceEquals(entry.Parent, Last))
        {
            throw new SimulationViolationException($"the entry {entry.OpTime} does not follow {Last?.OpTime}: the logs do not match");
        }

        _entries.Add(entry);
    }

    public void Sync(int count) => SyncedCount = Math.Max(SyncedCount, Math.Min(count, _entries.Count));

    /// <summary>Drops the tail; what is left is on disk.</summary>
    public void Truncate(int count)
    {
        _entries.RemoveRange(count, _entries.Count - count);
        SyncedCount = count;
    }

    public bool Has(LogEntry entry) => entry.Index < _entries.Count && ReferenceEquals(_entries[entry.Index], entry);

    /// <summary>The index of the entry at exactly this position, or -1.</summary>
    public int Find(OpTime opTime)
    {
        // Timestamps grow along a log.
        var (low, high) = (0, _entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = _entries[middle].OpTime;
            if (found == opTime)
            {
                return middle;
            }

            (low, high) = found.Timestamp < opTime.Timestamp ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>How many first entries the logs have in common.</summary>
    public int CommonCount(IReadOnlyList<LogEntry> other)
    {
        var count = Math.Min(_entries.Count, other.Count);
        while (count > 0 && !ReferenceEquals(_entries[count - 1], other[count - 1]))
        {
            count--;
        }

        return count;
    }

    public List<LogEntry> Range(int from, int limit) => _entries.GetRange(from, Math.Min(limit, _entries.Count - from));

    public List<LogEntry> ToList() => [.. _entries];
}
