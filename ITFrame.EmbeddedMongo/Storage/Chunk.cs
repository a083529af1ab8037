namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>A part of a scan, bounded in number and size; <see cref="IsLast"/> when nothing follows it.</summary>
internal sealed record Chunk<T>(List<T> Items, bool IsLast)
{
    /// <summary>What a chunk holds before it ends early, so that large documents do not fill the memory.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;
}
