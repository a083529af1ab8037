using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.Gateway.Tls;

/// <summary>How this gateway's connections to others prove who it is, and find out who they are.</summary>
internal sealed partial class PeerConnections(CertificateFiles files, TimeProvider clock, ILogger<PeerConnections> logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly ServerTrust _trust = new(() => files.PeerAuthority?.Current ?? []);

    // As many as there are names of destinations and ways in which their certificates can be wrong.
    private readonly ConcurrentDictionary<string, long> _logged = new();

    /// <summary>
    /// Sets up a handler whose destinations may be gateways. Anybody's certificate that the system trusts is good, and so is one
    /// of the authority of gateways for the name that was called. The client certificate is shown to whoever asks for one.
    /// </summary>
    public void Configure(SocketsHttpHandler handler)
    {
        handler.SslOptions.RemoteCertificateValidationCallback = Accept;
        if (files.Peer is { } client)
        {
            // Asked for each connection, so that it is the one of the files as they are now.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => client.Current.TargetCertificate;
        }
    }

    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        try
        {
            return _trust.Accept(sender, certificate, chain, errors);
        }
        catch (AuthenticationException exception)
        {
            // An attempt's span and log have the reason too; but health checks come first, each second, and say nothing of theirs.
            var now = clock.GetTimestamp();
            if (!_logged.TryGetValue(exception.Message, out var last) || clock.GetElapsedTime(last, now) >= LogInterval)
            {
                _logged[exception.Message] = now;
                LogRefused(exception.Message);
            }

            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "A destination is not connected to: {Refusal}")]
    private partial void LogRefused(string refusal);
}
