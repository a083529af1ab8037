using System.Security.Cryptography;
using System.Text;

namespace ITFrame.Api.Access;

/// <summary>
/// A secret's SHA-256, which is all that is kept of it. A plain hash is enough because the secrets are long random keys: there is
/// nothing to guess that a slow hash would protect.
/// </summary>
internal readonly struct SecretHash
{
    private readonly byte[] _hash;

    private SecretHash(byte[] hash) => _hash = hash;

    public static SecretHash Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Reads a stored hash; anything that is none matches no secret.</summary>
    public static SecretHash FromHex(string? hex)
        => hex is { Length: SHA256.HashSizeInBytes * 2 } && hex.All(char.IsAsciiHexDigit) ? new(Convert.FromHexString(hex)) : default;

    public string ToHex() => Convert.ToHexStringLower(_hash);

    /// <summary>Compares in constant time; hashes have one length, so not even the secret's length shows.</summary>
    public bool Matches(string secret)
        => CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
