namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A certificate that cert-manager gets and renews (cert-manager.io/v1).</summary>
internal sealed class Certificate() : CustomResource<CertificateSpec>("cert-manager.io/v1", "Certificate");
