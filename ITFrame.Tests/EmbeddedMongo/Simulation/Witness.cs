using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Sees everything that the members do, and objects to what must never happen.</summary>
internal sealed class Witness
{
    private readonly Dictionary<long, (int Id, LogEntry Head)> _elected = [];
    private readonly List<LogEntry> _committed = [];

    public int CommittedCount => _committed.Count;

    /// <summary>A member has won an election and is about to write in its term.</summary>
    public void OnElected(SimulatedNode node, long term)
    {
        if (!_elected.TryAdd(term, (node.Id, node.Log.Last!)))
        {
            Object($"term {term} has two primaries, {_elected[term].Id} and {node.Id}");
        }

        if (_committed.Count > 0 && !node.Log.Has(_committed[^1]))
        {
            Object($"member {node.Id}, primary of term {term}, lacks the committed entry {_committed[^1].OpTime}");
        }
    }

    public void OnCommitted(SimulatedNode node, OpTime opTime)
    {
        if (opTime < node.LastCommitted)
        {
            Object($"member {node.Id} moves its commit point back from {node.LastCommitted} to {opTime}");
        }

        node.LastCommitted = opTime;
        var index = node.Log.Find(opTime);
        if (index < 0)
        {
            Object($"member {node.Id} takes {opTime} for committed, which it does not have");
        }

        var entry = node.Log[index];
        if (index < _committed.Count)
        {
            if (!ReferenceEquals(_committed[index], entry))
            {
                Object($"member {node.Id} takes {opTime} for committed, where {_committed[index].OpTime} is");
            }

            return;
        }

        Append(node, entry);
    }

    public void OnTruncated(SimulatedNode node, int count)
    {
        if (count < node.Log.Count && count < _committed.Count && ReferenceEquals(_committed[count], node.Log[count]))
        {
            Object($"member {node.Id} gives the committed entry {_committed[count].OpTime} up");
        }
    }

    private static void Object(string what) => throw new SimulationViolationException(what);

    private void Append(SimulatedNode node, LogEntry entry)
    {
        var fresh = new Stack<LogEntry>();
        var at = entry;
        while (at is not null && at.Index >= _committed.Count)
        {
            fresh.Push(at);
            at = at.Parent;
        }

        if (_committed.Count > 0 && !ReferenceEquals(at, _committed[^1]))
        {
            Object($"member {node.Id} takes {entry.OpTime} for committed, whose history lacks the committed entry {_committed[^1].OpTime}");
        }

        _committed.AddRange(fresh);

        // Who was elected later than the entry's term must have had the entry, also if that is only known now.
        foreach (var (term, elected) in _elected)
        {
            if (term > entry.OpTime.Term && !Contains(elected.Head, entry))
            {
                Object($"{entry.OpTime} is committed, but member {elected.Id}, primary of term {term}, was elected without it");
            }
        }
    }

    private static bool Contains(LogEntry head, LogEntry entry)
    {
        var at = head;
        while (at.Index > entry.Index)
        {
            at = at.Parent!;
        }

        return ReferenceEquals(at, entry);
    }
}
