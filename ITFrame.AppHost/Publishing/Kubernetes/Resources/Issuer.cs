namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>An authority of a namespace's own (cert-manager.io/v1).</summary>
internal sealed class Issuer() : CustomResource<IssuerSpec>("cert-manager.io/v1", "Issuer");
