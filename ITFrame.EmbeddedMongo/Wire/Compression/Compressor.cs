namespace ITFrame.EmbeddedMongo.Wire.Compression;

/// <summary>One algorithm of OP_COMPRESSED.</summary>
internal abstract class Compressor(byte id, string name)
{
    public byte Id => id;

    public string Name => name;

    public abstract byte[] Compress(ArraySegment<byte> data);

    /// <summary>Fills the destination to its end, no more and no less; false when the data is not that.</summary>
    public abstract bool TryDecompress(ArraySegment<byte> data, byte[] destination, int offset);
}
