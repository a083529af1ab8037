namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A secret in the store.</summary>
internal sealed class ExternalSecretRemote
{
    public string? Key { get; set; }
}
