namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>How often queries have read an index since the member started or the index was made.</summary>
internal sealed class IndexUse
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public DateTime Since { get; } = DateTime.UtcNow;

    public void Add() => Interlocked.Increment(ref _count);
}
