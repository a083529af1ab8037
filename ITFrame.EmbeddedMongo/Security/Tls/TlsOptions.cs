using System.Security.Authentication;

namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>The --tls options.</summary>
internal sealed record TlsOptions
{
    public TlsMode Mode { get; init; }

    /// <summary>PEM file of the certificate, its chain if any, and its key.</summary>
    public string CertificateKeyFile { get; init; } = "";

    /// <summary>As <see cref="CertificateKeyFile"/>, for what the member shows to other members.</summary>
    public string? ClusterFile { get; init; }

    /// <summary>PEM file of the authorities that clients and members are checked against.</summary>
    public string CAFile { get; init; } = "";

    public bool AllowInvalidHostnames { get; init; }

    public bool AllowConnectionsWithoutCertificates { get; init; }

    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;
}
