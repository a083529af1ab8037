using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ITFrame.ServiceDefaults.Tls;
using MongoDB.Driver;

namespace ITFrame.Drills.Lab;

/// <summary>The lab as its state file describes it: what a drill needs of it.</summary>
internal sealed record LabState
{
    public required int ProcessId { get; init; }

    public string Layout { get; init; } = "";

    public required Uri ControlUrl { get; init; }

    public required string ControlToken { get; init; }

    public Uri? ConsoleUrl { get; init; }

    public required IReadOnlyList<LabRegion> Regions { get; init; }

    /// <summary>The replica set's members.</summary>
    public IReadOnlyList<LabMember> Members { get; init; } = [];

    /// <summary>What runs as members: <c>embedded</c> or <c>mongod</c>.</summary>
    public string MemberKind { get; init; } = "";

    /// <summary>The SOCKS5 router of the site where clients live; null connects directly.</summary>
    public Uri? InternetProxy { get; init; }

    public required LabDemo Demo { get; init; }

    public required string ApiControlToken { get; init; }

    /// <summary>The certificate of the authority that signs all of the lab's, PEM; null where the lab runs without TLS.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>A certificate with its key that members take for one of theirs, PEM; null where the lab runs without TLS.</summary>
    public string? MemberCertificateFile { get; init; }

    /// <summary>Whose certificates are believed beside those that the system trusts.</summary>
    /// <exception cref="LabException">The authority's file cannot be read.</exception>
    public ServerTrust? Trust()
    {
        try
        {
            return AuthorityFile is { } file ? ServerTrust.Of(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new LabException($"The lab's authority cannot be read: {AuthorityFile}: {exception.Message}", exception);
        }
    }

    /// <summary>Lets a client of MongoDB believe the lab's certificates, and show the lab's own, where the lab runs with TLS.</summary>
    /// <exception cref="LabException">A file cannot be read.</exception>
    public void Configure(MongoClientSettings settings)
    {
        if (Trust() is not { } trust || MemberCertificateFile is not { } file)
        {
            return;
        }

        settings.UseTls = true;
        settings.SslSettings = MongoTls.Settings(trust, () => X509Certificate2.CreateFromPemFile(file));
    }

    /// <summary>A handler that believes the lab's certificates, and connects directly.</summary>
    /// <param name="connectTimeout">How long a connection may take.</param>
    /// <exception cref="LabException">The authority's file cannot be read.</exception>
    public SocketsHttpHandler CreateHandler(TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = connectTimeout };
        Trust()?.Configure(handler);
        return handler;
    }
}
