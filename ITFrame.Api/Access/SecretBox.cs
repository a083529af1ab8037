using System.Security.Cryptography;
using System.Text;

namespace ITFrame.Api.Access;

/// <summary>Seals secrets that must be given out again, such as a source's password, so that the database alone reveals none (AES-256-GCM).</summary>
internal sealed class SecretBox(HubKeys keys)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key = keys.Derive("seal");

    public string Seal(string secret)
    {
        var text = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceSize + TagSize + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), text, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize));
        return Convert.ToBase64String(box);
    }

    /// <summary>Null for what another key has sealed, or nobody: a hub with new keys goes on, without the old secrets.</summary>
    public string? Open(string? box)
    {
        var bytes = new byte[box?.Length ?? 0];
        if (box is null || !Convert.TryFromBase64String(box, bytes, out var length) || length < NonceSize + TagSize)
        {
            return null;
        }

        var text = new byte[length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize, text.Length), bytes.AsSpan(NonceSize, TagSize), text);
            return Encoding.UTF8.GetString(text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
