namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>One more form of it in the Secret.</summary>
internal sealed class CertificateOutputFormat
{
    public string? Type { get; set; }
}
