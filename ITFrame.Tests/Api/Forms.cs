using System.Text.Json;

namespace ITFrame.Tests.Api;

/// <summary>Forms with files in them, as browsers send them.</summary>
internal static class Forms
{
    /// <summary>The beginning of an MP3 file, and nothing to hear.</summary>
    public static byte[] Mp3 { get; } = [.. "ID3"u8, .. new byte[2045]];

    public static byte[] Png { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]];

    public static MultipartFormDataContent Tune(string username, string name, params string[] tags) => new()
    {
        { new ByteArrayContent(Mp3), "song", name },
        { new StringContent(username), "username" },
        { new StringContent(JsonSerializer.Serialize(tags)), "tags" },
    };

    public static MultipartFormDataContent File(string field, byte[] content, string? username = null)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), field, "picture.png" } };
        if (username is not null)
        {
            form.Add(new StringContent(username), "username");
        }

        return form;
    }
}
