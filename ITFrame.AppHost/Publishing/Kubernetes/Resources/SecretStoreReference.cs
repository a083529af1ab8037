namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Where secrets come from.</summary>
internal sealed class SecretStoreReference
{
    public string? Name { get; set; }

    public string? Kind { get; set; }
}
