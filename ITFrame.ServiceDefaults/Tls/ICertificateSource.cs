namespace ITFrame.ServiceDefaults.Tls;

/// <summary>A part of a service that has certificates, whose end is watched by <see cref="CertificateExpiry"/>.</summary>
public interface ICertificateSource
{
    /// <summary>The files that are in use.</summary>
    IEnumerable<IPemFile> Files { get; }
}
