using Google.Protobuf;

namespace ITFrame.Console.Otlp;

/// <summary>Ids of traces (16 bytes) and spans (8 bytes); all zero means none.</summary>
internal static class WireId
{
    public static string? ReadTraceId(ByteString bytes) => Read(bytes, 16);

    public static string? ReadSpanId(ByteString bytes) => Read(bytes, 8);

    private static string? Read(ByteString bytes, int length)
        => bytes.Length == length && bytes.Span.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(bytes.Span) : null;
}
