using ITFrame.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>
/// A service's own certificate, and whom it believes: section <c>Tls</c>. Files are PEM, and are read again when they change.
/// </summary>
public sealed record ServiceTlsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Tls";

    /// <summary>The certificate and its chain: shown by listeners whose address is <c>https://</c>, and to MongoDB. Default none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's key, not encrypted.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The authority that signs the platform's certificates: the root, and what a server may leave out of its chain. Servers are
    /// believed that it vouches for, beside those that the system trusts. Default none.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>How often the files are looked at. Default 5 s.</summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads the section.</summary>
    /// <exception cref="ServiceConfigurationException">A value is no good; the message has its path.</exception>
    public static ServiceTlsOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = configuration.GetSection(Section).Get<ServiceTlsOptions>() ?? new ServiceTlsOptions();
        return options.Certificate is null != options.Key is null
                ? throw new ServiceConfigurationException($"{Section}:{(options.Certificate is null ? nameof(Certificate) : nameof(Key))}: a certificate needs its key, and a key its certificate.")
            : options.ReloadInterval <= TimeSpan.Zero
                ? throw new ServiceConfigurationException($"{Section}:{nameof(ReloadInterval)}: {options.ReloadInterval} is not positive.")
            : options;
    }
}
