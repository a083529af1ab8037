using System.Security.Cryptography;
using System.Text;
using ITFrame.EmbeddedMongo.Security.Membership;
using ITFrame.EmbeddedMongo.Security.Scram;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.EmbeddedMongo.Security.Users;
using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Security;

/// <summary>Whom a member knows, and how they prove it.</summary>
internal sealed class MemberSecurity
{
    // Differs from run to run; within one, a made-up name gets the same salt each time, as a real one does.
    private readonly byte[] _decoyKey = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
    private readonly IReadOnlyList<ScramCredentials> _memberCredentials;

    public MemberSecurity(SecurityOptions options, IReadOnlyList<string> keys, DocumentStore store, TlsContext? tls)
    {
        Options = options;
        Tls = tls;
        Users = new UserDirectory(store);
        Keys = keys;
        var salt = ScramCredentials.NewSalt();
        _memberCredentials = [.. Keys.Select(key => ScramCredentials.Create(key, salt, options.ScramIterations))];
    }

    public SecurityOptions Options { get; }

    public bool IsEnabled => Options.IsEnabled;

    public TlsContext? Tls { get; }

    public UserDirectory Users { get; }

    /// <summary>The set's shared secrets, the one to send first.</summary>
    public IReadOnlyList<string> Keys { get; }

    public bool AcceptsKeys => Options.ClusterAuthMode is ClusterAuthMode.KeyFile or ClusterAuthMode.SendKeyFile or ClusterAuthMode.SendX509;

    public bool AcceptsMemberCertificates => Options.ClusterAuthMode is ClusterAuthMode.X509 or ClusterAuthMode.SendX509 or ClusterAuthMode.SendKeyFile;

    public bool SendsCertificate => Options.ClusterAuthMode is ClusterAuthMode.X509 or ClusterAuthMode.SendX509;

    public IReadOnlyList<ScramCredentials> CredentialsOf(UserName user) =>
        user == UserName.System ? (AcceptsKeys ? _memberCredentials : [])
        : Users.Read(user)?.Credentials is { } credentials ? [credentials]
        : [];

    /// <summary>What a user that does not exist would have.</summary>
    public ScramCredentials DecoyFor(UserName user)
    {
        var salt = HMACSHA256.HashData(_decoyKey, Encoding.UTF8.GetBytes("salt:" + user))[..28];
        var key = HMACSHA256.HashData(_decoyKey, Encoding.UTF8.GetBytes("key:" + user));
        return new ScramCredentials(Options.ScramIterations, salt, key, key);
    }
}
