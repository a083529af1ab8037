namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>The Secret that is made.</summary>
internal sealed class ExternalSecretTarget
{
    public string? Name { get; set; }
}
