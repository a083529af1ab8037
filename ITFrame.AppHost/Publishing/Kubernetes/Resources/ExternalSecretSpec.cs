namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Which secrets, and how often they are looked at again.</summary>
internal sealed class ExternalSecretSpec
{
    public string? RefreshInterval { get; set; }

    public SecretStoreReference SecretStoreRef { get; set; } = new();

    public ExternalSecretTarget Target { get; set; } = new();

    public IList<ExternalSecretData> Data { get; set; } = [];
}
