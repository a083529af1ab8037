using System.IO.Compression;

namespace ITFrame.EmbeddedMongo.Wire.Compression;

internal sealed class ZlibCompressor() : Compressor(2, "zlib")
{
    public override byte[] Compress(ArraySegment<byte> data)
    {
        var output = new MemoryStream();
        using (var stream = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(data);
        }

        return output.ToArray();
    }

    public override bool TryDecompress(ArraySegment<byte> data, byte[] destination, int offset)
    {
        using var input = new MemoryStream(data.Array!, data.Offset, data.Count, writable: false);
        using var stream = new ZLibStream(input, CompressionMode.Decompress);
        try
        {
            return stream.ReadAtLeast(destination.AsSpan(offset), destination.Length - offset, throwOnEndOfStream: false) == destination.Length - offset
                && stream.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
