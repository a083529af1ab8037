namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A key of the Secret, and what it is made of.</summary>
internal sealed class ExternalSecretData
{
    public string? SecretKey { get; set; }

    public ExternalSecretRemote? RemoteRef { get; set; }
}
