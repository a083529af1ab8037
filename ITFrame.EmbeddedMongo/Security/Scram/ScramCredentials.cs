using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Scram;

/// <summary>What is kept of a password for SCRAM-SHA-256 (RFC 7677): enough to check it, not enough to log in with.</summary>
internal sealed record ScramCredentials(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    public const string Mechanism = "SCRAM-SHA-256";

    private const int SaltBytes = 28;

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    /// <param name="password">After SASLprep.</param>
    /// <param name="salt">Random.</param>
    /// <param name="iterations">Rounds of hashing.</param>
    public static ScramCredentials Create(string password, byte[] salt, int iterations)
    {
        var salted = SaltPassword(password, salt, iterations);
        return new ScramCredentials(iterations, salt, SHA256.HashData(ClientKey(salted)), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    public static byte[] SaltPassword(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    public static byte[] ClientKey(byte[] saltedPassword) => HMACSHA256.HashData(saltedPassword, "Client Key"u8);

    public static ScramCredentials? FromUser(BsonDocument user) =>
        user.GetValue("credentials", BsonNull.Value) is BsonDocument all && all.GetValue(Mechanism, BsonNull.Value) is BsonDocument own
            ? new ScramCredentials(own["iterationCount"].ToInt32(), Convert.FromBase64String(own["salt"].AsString), Convert.FromBase64String(own["storedKey"].AsString), Convert.FromBase64String(own["serverKey"].AsString))
            : null;

    public BsonDocument ToBson() => new(Mechanism, new BsonDocument
    {
        { "iterationCount", Iterations },
        { "salt", Convert.ToBase64String(Salt) },
        { "storedKey", Convert.ToBase64String(StoredKey) },
        { "serverKey", Convert.ToBase64String(ServerKey) },
    });
}
