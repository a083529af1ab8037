namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Who signs it.</summary>
internal sealed class IssuerReference
{
    public string? Name { get; set; }

    public string? Kind { get; set; }
}
