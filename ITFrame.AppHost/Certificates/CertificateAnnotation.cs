namespace ITFrame.AppHost.Certificates;

/// <summary>The certificate that a resource shows.</summary>
internal sealed record CertificateAnnotation(LeafCertificate Leaf) : IResourceAnnotation;
