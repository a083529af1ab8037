using System.Security.Cryptography;
using System.Text;
using ITFrame.EmbeddedMongo.Security.Users;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Sessions;

/// <summary>A session of one user: the same id, sent by another user, is another session.</summary>
/// <param name="Key">The id, followed by the user's digest if somebody has authenticated.</param>
/// <param name="Document">The session as the log names it.</param>
internal sealed record LogicalSession(byte[] Key, BsonDocument Document)
{
    /// <summary>The session that a client names; null when what it sends is none. The client does not say whose it is.</summary>
    public static LogicalSession? Of(BsonValue lsid, UserName? user)
    {
        if (lsid is not BsonDocument document || document.GetValue("id", BsonNull.Value) is not BsonBinaryData { SubType: BsonBinarySubType.UuidStandard } id)
        {
            return null;
        }

        var named = new BsonDocument("id", id);
        if (user is { } owner)
        {
            named.Add("uid", SHA256.HashData(Encoding.UTF8.GetBytes(owner.ToString())));
        }

        return new LogicalSession(KeyOf(named)!, named);
    }

    /// <summary>The key of a session that the log names; null when it is none.</summary>
    public static byte[]? KeyOf(BsonValue lsid) =>
        lsid is BsonDocument document && document.GetValue("id", BsonNull.Value) is BsonBinaryData id
            ? [.. id.Bytes, .. (document.GetValue("uid", BsonNull.Value) as BsonBinaryData)?.Bytes ?? []]
            : null;
}
