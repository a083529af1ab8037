namespace ITFrame.AppHost.Publishing.Kubernetes.Resources;

/// <summary>Who it is of.</summary>
internal sealed class CertificateSubject
{
    public IList<string>? Organizations { get; set; }

    public IList<string>? OrganizationalUnits { get; set; }
}
