using Snappier;

namespace ITFrame.EmbeddedMongo.Wire.Compression;

internal sealed class SnappyCompressor() : Compressor(1, "snappy")
{
    public override byte[] Compress(ArraySegment<byte> data) => Snappy.CompressToArray(data);

    public override bool TryDecompress(ArraySegment<byte> data, byte[] destination, int offset)
    {
        var rest = destination.AsSpan(offset);
        try
        {
            return Snappy.GetUncompressedLength(data) == rest.Length && Snappy.Decompress(data, rest) == rest.Length;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            return false;
        }
    }
}
