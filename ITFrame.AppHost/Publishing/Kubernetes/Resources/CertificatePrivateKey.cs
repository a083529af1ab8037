namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Its key.</summary>
internal sealed class CertificatePrivateKey
{
    public string? Algorithm { get; set; }

    public int? Size { get; set; }

    public string? RotationPolicy { get; set; }
}
