namespace ITFrame.AppHost.Publishing.Model;

/// <summary>Where containers find what is mounted into them.</summary>
internal static class ContainerPaths
{
    /// <summary>The certificate that a service shows to others of the platform, and the platform's authority.</summary>
    public const string Tls = "/etc/itframe/tls";

    /// <summary>The certificate that a gateway shows to clients.</summary>
    public const string PublicTls = "/etc/itframe/public";

    public const string Certificate = "tls.crt";

    public const string Key = "tls.key";

    public const string Authority = "ca.crt";

    /// <summary>The one folder that may be written to, beside a service's data.</summary>
    public const string Temporary = "/tmp";
}
