namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>How an issuer signs.</summary>
internal sealed class IssuerSpec
{
    public CertificateAuthorityReference? Ca { get; set; }
}
