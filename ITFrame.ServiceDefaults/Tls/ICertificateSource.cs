namespace ITFrame.ServiceDefaults.Tls;

/// <summary>
/// A part of a service that has certificates: their files are read again by <see cref="PemFileReloader"/>, and their end is watched by
/// <see cref="CertificateExpiry"/>.
/// </summary>
public interface ICertificateSource
{
    /// <summary>The files that are in use.</summary>
    IEnumerable<IPemFile> Files { get; }

    /// <summary>How often they are looked at.</summary>
    TimeSpan ReloadInterval { get; }
}
