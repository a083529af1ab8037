using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>Handshakes in both directions, with the certificates that are in use at the time.</summary>
internal sealed class TlsContext(TlsOptions options, TimeProvider time, ILogger<TlsContext> logger)
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private volatile TlsCredentials _credentials = TlsCredentials.Load(options, time);

    public bool DialsWithTls => options.Mode is TlsMode.PreferTls or TlsMode.RequireTls;

    /// <summary>The subject that other members know this one by.</summary>
    public X500DistinguishedName MemberSubject => _credentials.Client.TargetCertificate.SubjectName;

    /// <summary>Reads the files again, for connections from now on; when one is bad, everything stays as it is.</summary>
    public void Rotate()
    {
        _credentials = TlsCredentials.Load(options, time);
        logger.LogInformation("certificates rotated: server {Server}, cluster {Cluster}", Describe(_credentials.Server), Describe(_credentials.Client));
    }

    public SslServerAuthenticationOptions ForClient() => new()
    {
        ServerCertificateContext = _credentials.Server,
        ClientCertificateRequired = true,
        EnabledSslProtocols = options.Protocols,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accept(ClientProblem(certificate as X509Certificate2, chain), "client"),
    };

    public async Task<Stream> DialAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(ForMember(host), cancellationToken);
            return tls;
        }
        catch (AuthenticationException exception)
        {
            await tls.DisposeAsync();
            throw new IOException($"TLS handshake with {host} failed: {exception.Message}", exception);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions ForMember(string host) => new()
    {
        TargetHost = host,
        ClientCertificateContext = _credentials.Client,
        EnabledSslProtocols = options.Protocols,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(MemberProblem(certificate as X509Certificate2, chain, errors, host), "member"),
    };

    private string? ClientProblem(X509Certificate2? certificate, X509Chain? chain) => certificate switch
    {
        null when options.AllowConnectionsWithoutCertificates => null,
        null => "no TLS certificate provided by peer; connection rejected",
        _ => ChainProblem(certificate, chain, ClientUsage),
    };

    private string? MemberProblem(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string host) =>
        certificate is null ? "the member has no certificate"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && !options.AllowInvalidHostnames ? $"the certificate of {certificate.Subject} does not match the host name {host}"
        : ChainProblem(certificate, chain, ServerUsage);

    private string? ChainProblem(X509Certificate2 certificate, X509Chain? received, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_credentials.Roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        chain.ChainPolicy.VerificationTime = time.GetLocalNow().DateTime;
        if (received is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
        }

        return chain.Build(certificate)
            ? null
            : $"the certificate of {certificate.Subject} is not valid: {string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct())}";
    }

    private bool Accept(string? problem, string peer)
    {
        if (problem is not null)
        {
            logger.LogWarning("TLS connection with a {Peer} refused: {Problem}", peer, problem);
        }

        return problem is null;
    }

    private static string Describe(SslStreamCertificateContext context) => $"{context.TargetCertificate.Subject} until {context.TargetCertificate.NotAfter.ToUniversalTime():u}";
}
