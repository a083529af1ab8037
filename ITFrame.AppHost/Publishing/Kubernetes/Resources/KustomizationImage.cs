namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Which image stands for a name.</summary>
internal sealed class KustomizationImage
{
    public string? Name { get; set; }

    public string? NewName { get; set; }

    public string? NewTag { get; set; }

    public string? Digest { get; set; }
}
