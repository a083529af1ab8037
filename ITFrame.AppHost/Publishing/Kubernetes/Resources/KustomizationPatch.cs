namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A change (RFC 6902) to an object of the base.</summary>
internal sealed class KustomizationPatch
{
    public string? Patch { get; set; }

    public KustomizationTarget? Target { get; set; }
}
