using System.Net.Quic;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ITFrame.Gateway.Configuration;
using ITFrame.ServiceDefaults.Draining;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ITFrame.Gateway.Tls;

/// <summary>Gives the listeners of https:// addresses their TLS.</summary>
internal sealed partial class TlsListeners(
    GatewayOptions options,
    CertificateFiles files,
    GatewayCertificateCheck check,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<TlsListeners> logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> _ports = [.. ListenerAddresses.Read(configuration).Where(address => address.IsTls).Select(address => address.Port)];

    private long _logged;

    public void Configure(ListenOptions listener)
    {
        DrainExtensions.TrackConnections(listener);
        // A listener without an end point is a Unix socket.
        if (listener.EndPoint is not System.Net.IPEndPoint { Port: var port } || !_ports.Contains(port))
        {
            return;
        }

        listener.Protocols = QuicListener.IsSupported ? HttpProtocols.Http1AndHttp2AndHttp3 : HttpProtocols.Http1AndHttp2;
        var isPeer = port == options.PeerPort && check.IsConfigured;
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Create(isPeer)) });
    }

    private SslServerAuthenticationOptions Create(bool isPeer)
    {
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = (isPeer ? files.Peer ?? files.Server : files.Server)!.Current,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
        };
        if (isPeer)
        {
            tls.ClientCertificateRequired = true;
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, _) => IsGateway(certificate as X509Certificate2, chain);
            // A session that is taken up again brings no certificate to be checked against the names of today.
            tls.AllowTlsResume = false;
        }

        return tls;
    }

    private bool IsGateway(X509Certificate2? certificate, X509Chain? sent)
    {
        if (check.Problem(certificate, sent) is not { } problem)
        {
            return true;
        }

        // Whoever can reach the port can cause this: one a second is enough to see it by.
        var last = Volatile.Read(ref _logged);
        if ((last == 0 || clock.GetElapsedTime(last) >= LogInterval) && Interlocked.CompareExchange(ref _logged, clock.GetTimestamp(), last) == last)
        {
            LogRefused(problem);
        }

        return false;
    }

    [LoggerMessage(LogLevel.Warning, "A client of the peer listener is refused: {Problem}.")]
    private partial void LogRefused(string problem);
}
