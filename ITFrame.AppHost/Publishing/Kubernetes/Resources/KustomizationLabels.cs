namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Labels that every object gets.</summary>
internal sealed class KustomizationLabels
{
    public IDictionary<string, string>? Pairs { get; set; }

    public bool? IncludeSelectors { get; set; }

    public bool? IncludeTemplates { get; set; }
}
