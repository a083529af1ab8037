using System.Net.Mime;

namespace ITFrame.Api.Files;

/// <summary>What an uploaded file is, by its first bytes: names and types that clients send prove nothing.</summary>
internal static class FileKind
{
    /// <summary>As many bytes as are needed to tell.</summary>
    public const int HeadSize = 12;

    /// <summary>The media type of a picture that may be uploaded; null for anything else.</summary>
    public static string? OfImage(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => MediaTypeNames.Image.Png,
        [0xFF, 0xD8, 0xFF, ..] => MediaTypeNames.Image.Jpeg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => MediaTypeNames.Image.Gif,
        _ => null,
    };

    /// <summary>The media type of a recording that may be uploaded; null for anything else.</summary>
    public static string? OfAudio(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'I', (byte)'D', (byte)'3', ..] => "audio/mpeg",
        // MPEG audio's sync word; layer 0 is AAC in ADTS.
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => "audio/aac",
        [0xFF, var second, ..] when (second & 0xE0) == 0xE0 => "audio/mpeg",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "audio/mp4",
        _ => null,
    };
}
