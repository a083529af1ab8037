using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ITFrame.EmbeddedMongo.Security.Scram;

/// <summary>The client's side of one SCRAM-SHA-256 exchange.</summary>
internal sealed class ScramClient(string user, string password)
{
    private const int MinIterations = 4096;
    private const int MaxIterations = 10_000_000;
    private const string Header = "n,,";

    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
    private string _signature = "";

    private string FirstBare => $"n={user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={_nonce}";

    public byte[] First() => Encoding.UTF8.GetBytes(Header + FirstBare);

    public byte[] Final(byte[] serverFirst)
    {
        var text = ScramMessage.Decode(serverFirst);
        var attributes = text.Split(',');
        var nonce = ScramMessage.Value(attributes, 0, 'r');
        var salt = ScramMessage.Base64(ScramMessage.Value(attributes, 1, 's'));
        if (!nonce.StartsWith(_nonce, StringComparison.Ordinal) || nonce.Length == _nonce.Length)
        {
            throw new ScramException("the server's nonce does not extend the client's");
        }

        if (!int.TryParse(ScramMessage.Value(attributes, 2, 'i'), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < MinIterations or > MaxIterations)
        {
            throw new ScramException("the server's iteration count is out of bounds");
        }

        var salted = ScramCredentials.SaltPassword(password, salt, iterations);
        var withoutProof = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(Header))},r={nonce}";
        var signed = Encoding.UTF8.GetBytes($"{FirstBare},{text},{withoutProof}");
        var proof = ScramCredentials.ClientKey(salted);
        var signature = HMACSHA256.HashData(SHA256.HashData(proof), signed);
        for (var i = 0; i < proof.Length; i++)
        {
            proof[i] ^= signature[i];
        }

        _signature = Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), signed));
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    /// <summary>Whether the server, too, knows the password.</summary>
    public bool IsServer(byte[] serverFinal) => CryptographicOperations.FixedTimeEquals(serverFinal, Encoding.UTF8.GetBytes("v=" + _signature));
}
