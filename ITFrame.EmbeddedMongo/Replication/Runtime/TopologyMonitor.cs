using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Counts the changes of what hello says, for clients that wait for the next one.</summary>
internal sealed class TopologyMonitor
{
    private readonly AsyncSignal _signal = new();
    private long _counter;

    /// <summary>Names this run of the process: a restarted member is another one.</summary>
    public ObjectId ProcessId { get; } = ObjectId.GenerateNewId();

    public long Counter => Interlocked.Read(ref _counter);

    public Task NextChange => _signal.Next;

    public BsonDocument Version => new() { { "processId", ProcessId }, { "counter", Counter } };

    public void Changed()
    {
        Interlocked.Increment(ref _counter);
        _signal.Pulse();
    }
}
