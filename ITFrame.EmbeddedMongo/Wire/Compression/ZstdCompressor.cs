using ZstdSharp;

namespace ITFrame.EmbeddedMongo.Wire.Compression;

internal sealed class ZstdCompressor() : Compressor(3, "zstd")
{
    public override byte[] Compress(ArraySegment<byte> data)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(data.AsSpan()).ToArray();
    }

    public override bool TryDecompress(ArraySegment<byte> data, byte[] destination, int offset)
    {
        using var decompressor = new Decompressor();
        try
        {
            var rest = destination.AsSpan(offset);
            return decompressor.Unwrap(data.AsSpan(), rest) == rest.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }
}
