namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>A kustomization.yaml (kustomize.config.k8s.io), as far as it is used here.</summary>
internal sealed class Kustomization
{
    public string ApiVersion { get; set; } = "kustomize.config.k8s.io/v1beta1";

    public string Kind { get; set; } = "Kustomization";

    public string? Namespace { get; set; }

    public IList<KustomizationLabels>? Labels { get; set; }

    public IList<string>? Resources { get; set; }

    public IList<string>? Components { get; set; }

    public IList<KustomizationImage>? Images { get; set; }

    public IList<KustomizationPatch>? Patches { get; set; }
}
