using System.Net.Security;
using System.Security.Authentication;
using ITFrame.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MongoDB.Driver;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>A service's certificate and its trust, as the files have them now.</summary>
public sealed class ServiceTls : ICertificateSource
{
    private readonly List<IPemFile> _files = [];
    private readonly PemFile<SslStreamCertificateContext>? _own;

    /// <summary>Reads the files.</summary>
    /// <exception cref="ServiceConfigurationException">A file cannot be read, or is no good; the message has the setting and the file.</exception>
    public ServiceTls(ServiceTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ReloadInterval = options.ReloadInterval;
        if (options is { Certificate: { } certificate, Key: { } key })
        {
            _own = Add(nameof(options.Certificate), Pem.ChainFile(certificate, key));
        }

        if (options.Authority is { } authority)
        {
            var file = Add(nameof(options.Authority), Pem.AuthorityFile(authority));
            Trust = new ServerTrust(() => file.Current);
        }
    }

    /// <inheritdoc />
    public IEnumerable<IPemFile> Files => _files;

    /// <inheritdoc />
    public TimeSpan ReloadInterval { get; }

    /// <summary>Whether the service has a certificate to show.</summary>
    public bool HasCertificate => _own is not null;

    /// <summary>Whose servers are believed beside those that the system trusts; null where no authority is configured.</summary>
    public ServerTrust? Trust { get; }

    /// <summary>Shows the service's certificate on listeners of <c>https://</c>.</summary>
    public void Configure(HttpsConnectionAdapterOptions https)
    {
        ArgumentNullException.ThrowIfNull(https);
        if (_own is null)
        {
            return;
        }

        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        // Kestrel asks for one or the other at its start, and knows nothing of chains; each handshake takes the whole.
        https.ServerCertificateSelector = (_, _) => _own.Current.TargetCertificate;
        https.OnAuthenticate = (_, tls) =>
        {
            tls.ServerCertificateSelectionCallback = null;
            tls.ServerCertificateContext = _own.Current;
        };
    }

    /// <summary>Lets a client of MongoDB believe the authority, and show the service's certificate to those who ask for one.</summary>
    public void Configure(MongoClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.UseTls)
        {
            settings.SslSettings = MongoTls.Settings(Trust, _own is { } own ? () => own.Current.TargetCertificate : null);
        }
    }

    private T Add<T>(string setting, T file)
        where T : IPemFile
    {
        _files.Add(file.LoadFor($"{ServiceTlsOptions.Section}:{setting}"));
        return file;
    }
}
