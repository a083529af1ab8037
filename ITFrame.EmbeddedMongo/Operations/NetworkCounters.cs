namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>What went over clients' connections since the start.</summary>
internal sealed class NetworkCounters
{
    private long _bytesIn;
    private long _bytesOut;
    private long _requests;
    private long _connections;

    public long BytesIn => Interlocked.Read(ref _bytesIn);

    public long BytesOut => Interlocked.Read(ref _bytesOut);

    public long Requests => Interlocked.Read(ref _requests);

    public long ConnectionsCreated => Interlocked.Read(ref _connections);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Received(int bytes)
    {
        Interlocked.Add(ref _bytesIn, bytes);
        Interlocked.Increment(ref _requests);
    }

    public void Sent(int bytes) => Interlocked.Add(ref _bytesOut, bytes);
}
