using System.Security.Cryptography;
using System.Text;
using ITFrame.EmbeddedMongo.Security.Users;

namespace ITFrame.EmbeddedMongo.Security.Scram;

/// <summary>The server's side of one SCRAM-SHA-256 exchange.</summary>
internal sealed class ScramConversation(string database, bool skipsEmptyExchange, Func<UserName, IReadOnlyList<ScramCredentials>> find, Func<UserName, ScramCredentials> decoyFor)
{
    private const int MinNonceLength = 4;
    private const int NonceBytes = 24;

    private IReadOnlyList<ScramCredentials> _credentials = [];
    private string _nonce = "";
    private string _channel = "";
    private string _firstMessages = "";
    private int _step;

    public UserName User { get; private set; }

    /// <summary>The proof was right.</summary>
    public bool IsProven { get; private set; }

    /// <summary>There is nothing more to exchange.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the client's next message and returns the answer; whatever is wrong ends the conversation.</summary>
    public byte[] Step(byte[] payload) => ++_step switch
    {
        1 => Encoding.UTF8.GetBytes(First(ScramMessage.Decode(payload))),
        2 => Encoding.UTF8.GetBytes(Final(ScramMessage.Decode(payload))),
        3 when IsProven && payload.Length == 0 => Finish(),
        _ => throw new ScramException("the SCRAM conversation has gone on for too long"),
    };

    private string First(string message)
    {
        // The header says whether the client binds the exchange to its TLS channel, and whom it wants to act for.
        var parts = message.Split(',', 3);
        if (parts.Length < 3 || parts[0] is not ("n" or "y") || parts[2].StartsWith("m=", StringComparison.Ordinal))
        {
            throw new ScramException("the first SCRAM message has an unsupported header");
        }

        var attributes = parts[2].Split(',');
        User = new UserName(ScramMessage.UnescapeName(ScramMessage.Value(attributes, 0, 'n')), database);
        if (parts[1].Length > 0 && parts[1] != "a=" + User.Name)
        {
            throw new ScramException("the SCRAM user name does not match the identity to act for");
        }

        var clientNonce = ScramMessage.Value(attributes, 1, 'r');
        if (clientNonce.Length < MinNonceLength)
        {
            throw new ScramException("the client's nonce is too short");
        }

        // Users that do not exist get salt and rounds as well, and fail where a wrong password does.
        var decoy = decoyFor(User);
        var known = find(User);
        _credentials = known.Count > 0 ? known : [decoy];
        _nonce = clientNonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        _channel = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{parts[0]},{parts[1]},"));
        var answer = $"r={_nonce},s={Convert.ToBase64String(_credentials[0].Salt)},i={_credentials[0].Iterations}";
        _firstMessages = parts[2] + "," + answer;
        return answer;
    }

    private string Final(string message)
    {
        var end = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new ScramException("the final SCRAM message has no proof");
        }

        var attributes = message[..end].Split(',');
        if (ScramMessage.Value(attributes, 0, 'c') != _channel || ScramMessage.Value(attributes, 1, 'r') != _nonce)
        {
            throw new ScramException("the final SCRAM message belongs to another exchange");
        }

        var proof = ScramMessage.Base64(message[(end + 3)..]);
        var signed = Encoding.UTF8.GetBytes(_firstMessages + "," + message[..end]);
        var match = _credentials.Where(credentials => IsProof(credentials, signed, proof)).FirstOrDefault()
            ?? throw new ScramException("the SCRAM proof is wrong");
        IsProven = true;
        IsDone = skipsEmptyExchange;
        return "v=" + Convert.ToBase64String(HMACSHA256.HashData(match.ServerKey, signed));
    }

    private byte[] Finish()
    {
        IsDone = true;
        return [];
    }

    private static bool IsProof(ScramCredentials credentials, byte[] signed, byte[] proof)
    {
        var clientKey = HMACSHA256.HashData(credentials.StoredKey, signed);
        if (proof.Length != clientKey.Length)
        {
            return false;
        }

        for (var i = 0; i < clientKey.Length; i++)
        {
            clientKey[i] ^= proof[i];
        }

        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), credentials.StoredKey);
    }
}
