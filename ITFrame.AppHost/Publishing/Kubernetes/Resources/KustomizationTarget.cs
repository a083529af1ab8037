namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>The object that is changed.</summary>
internal sealed class KustomizationTarget
{
    public string? Kind { get; set; }

    public string? Name { get; set; }
}
