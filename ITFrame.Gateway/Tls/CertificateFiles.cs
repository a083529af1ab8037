using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ITFrame.Gateway.Configuration;
using ITFrame.ServiceDefaults.Hosting;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.Gateway.Tls;

/// <summary>The certificates of the configuration, each as its files have it now.</summary>
internal sealed class CertificateFiles : ICertificateSource
{
    private readonly List<IPemFile> _files = [];

    /// <exception cref="ServiceConfigurationException">A file cannot be read, or is no good.</exception>
    public CertificateFiles(TlsOptions options)
    {
        ReloadInterval = options.ReloadInterval;
        Server = Chain(nameof(options.Certificate), options.Certificate, options.Key);
        Peer = Chain($"{nameof(options.Peers)}:{nameof(options.Peers.Certificate)}", options.Peers.Certificate, options.Peers.Key);
        if (options.Peers.Authority is { } authority)
        {
            PeerAuthority = Add($"{nameof(options.Peers)}:{nameof(options.Peers.Authority)}", Pem.AuthorityFile(authority));
        }
    }

    /// <summary>What clients are shown.</summary>
    public PemFile<SslStreamCertificateContext>? Server { get; }

    /// <summary>What other gateways are shown.</summary>
    public PemFile<SslStreamCertificateContext>? Peer { get; }

    /// <summary>Who signs the certificates of gateways.</summary>
    public PemFile<X509Certificate2Collection>? PeerAuthority { get; }

    public IEnumerable<IPemFile> Files => _files;

    public TimeSpan ReloadInterval { get; }

    private PemFile<SslStreamCertificateContext>? Chain(string setting, string? certificate, string? key)
        => certificate is null || key is null ? null : Add(setting, Pem.ChainFile(certificate, key));

    private T Add<T>(string setting, T file)
        where T : IPemFile
    {
        _files.Add(file.LoadFor($"{GatewayOptions.Section}:{nameof(GatewayOptions.Tls)}:{setting}"));
        return file;
    }
}
