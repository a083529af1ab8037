namespace ITFrame.Drills.Checking;

/// <summary>Every operation of a run, in the order in which they ended.</summary>
internal sealed class History
{
    private readonly Lock _gate = new();
    private readonly List<OperationRecord> _records = [];

    public void Add(OperationRecord record)
    {
        lock (_gate)
        {
            _records.Add(record);
        }
    }

    public IReadOnlyList<OperationRecord> ToList()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }
}
