using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ITFrame.Api.Access;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace ITFrame.Api.Consistency;

/// <summary>
/// Consistency tokens as text. They carry a MAC of the hub's: a time that a client made up, far ahead, would move the replica set's
/// clock.
/// </summary>
internal sealed class ConsistencyTokens(HubKeys keys)
{
    public const int MaxLength = 1024;

    private const int MacSize = 16;
    private const string Time = "t";
    private const string Cluster = "c";

    private readonly byte[] _key = keys.Derive("consistency");

    public string Write(ConsistencyToken token)
    {
        var content = new BsonDocument { { Time, token.OperationTime }, { Cluster, token.ClusterTime } }.ToBson();
        return Base64Url.EncodeToString([.. Mac(content), .. content]);
    }

    public bool TryRead(string? text, [NotNullWhen(true)] out ConsistencyToken? token)
    {
        token = null;
        if (text is null or { Length: 0 or > MaxLength } || !Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= MacSize || !CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacSize), Mac(bytes[MacSize..])))
        {
            return false;
        }

        // Only what the hub has written gets here.
        var content = BsonSerializer.Deserialize<BsonDocument>(bytes[MacSize..]);
        token = new ConsistencyToken(content[Time].AsBsonTimestamp, content[Cluster].AsBsonDocument);
        return true;
    }

    private ReadOnlySpan<byte> Mac(byte[] content) => HMACSHA256.HashData(_key, content).AsSpan(0, MacSize);
}
