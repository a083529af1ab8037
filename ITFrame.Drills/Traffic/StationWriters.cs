namespace ITFrame.Drills.Traffic;

/// <summary>
/// The stations whose settings the run writes. Each has one writer, which does not write again before its last write has
/// ended: only then is it certain which value must be there at the end. When all writers are busy a new station is
/// made, so a stall never slows the arrivals down.
/// </summary>
internal sealed class StationWriters(string runId, int minimum = 20)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _idle = new();
    private readonly Dictionary<string, int> _sequences = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sequences.Count;
            }
        }
    }

    public WriteValue Take()
    {
        lock (_gate)
        {
            var station = _sequences.Count >= minimum && _idle.TryDequeue(out var idle)
                ? idle
                : $"drill-{runId}-{_sequences.Count + 1}";
            var sequence = _sequences.GetValueOrDefault(station) + 1;
            _sequences[station] = sequence;
            return new WriteValue(station, sequence, Name(sequence));
        }
    }

    public void Return(string station)
    {
        lock (_gate)
        {
            _idle.Enqueue(station);
        }
    }

    private string Name(int sequence) => $"drill {runId} value {sequence}";
}
