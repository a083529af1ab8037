namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A Secret whose contents come from a store outside the cluster (external-secrets.io/v1).</summary>
internal sealed class ExternalSecret() : CustomResource<ExternalSecretSpec>("external-secrets.io/v1", "ExternalSecret");
