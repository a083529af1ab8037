namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>The Secret of an authority.</summary>
internal sealed class CertificateAuthorityReference
{
    public string? SecretName { get; set; }
}
