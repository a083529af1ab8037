using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ITFrame.Console.Hosting;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Login;

/// <summary>The secret that opens the page.</summary>
internal sealed class LoginToken
{
    private readonly byte[] _hash;

    public LoginToken(IOptions<ConsoleOptions> options)
    {
        var configured = options.Value.Token;
        Generated = string.IsNullOrWhiteSpace(configured) ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)) : null;
        _hash = Hash(Generated ?? configured!);
    }

    /// <summary>The token, where the console had to make one up: whoever configured one has it already.</summary>
    public string? Generated { get; }

    /// <summary>Compares hashes, so that neither content nor length shows in the time it takes.</summary>
    public bool Matches(string? candidate)
        => CryptographicOperations.FixedTimeEquals(_hash, Hash(candidate ?? ""));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
