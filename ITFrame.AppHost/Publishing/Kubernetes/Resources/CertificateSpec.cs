namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>What a certificate is to be like.</summary>
internal sealed class CertificateSpec
{
    public string SecretName { get; set; } = "";

    public string? CommonName { get; set; }

    public CertificateSubject? Subject { get; set; }

    public IList<string> DnsNames { get; set; } = [];

    public string? Duration { get; set; }

    public string? RenewBefore { get; set; }

    public IList<string>? Usages { get; set; }

    public CertificatePrivateKey? PrivateKey { get; set; }

    public IList<CertificateOutputFormat>? AdditionalOutputFormats { get; set; }

    public IssuerReference IssuerRef { get; set; } = new();
}
