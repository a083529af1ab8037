using ITFrame.AppHost.State;

namespace ITFrame.AppHost.Certificates;

internal static class CertificateExtensions
{
    /// <summary>Gives a service a certificate for its names, and the lab's authority to believe in.</summary>
    public static IResourceBuilder<ProjectResource> WithCertificate(this IResourceBuilder<ProjectResource> service, Lab lab, params string[] hosts)
    {
        if (lab.Certificates is not { } certificates)
        {
            return service;
        }

        var leaf = certificates.Declare(service.Resource.Name, LeafCertificate.Services, hosts);
        return service
            .WithAnnotation(new CertificateAnnotation(leaf))
            .WithEnvironment("Tls__Certificate", leaf.CertificateFile)
            .WithEnvironment("Tls__Key", leaf.KeyFile)
            .WithEnvironment("Tls__Authority", certificates.AuthorityFile)
            // A drill that replaces certificates does not want to wait for them.
            .WithEnvironment("Tls__ReloadInterval", "00:00:01");
    }

    /// <summary>Adds an endpoint of the lab's scheme: https, unless the lab runs without TLS.</summary>
    public static IResourceBuilder<T> WithServiceEndpoint<T>(this IResourceBuilder<T> service, Lab lab, int port, string? name = null)
        where T : IResourceWithEndpoints
        => lab.Certificates is null
            ? service.WithHttpEndpoint(port: port, name: name ?? lab.Scheme, isProxied: false)
            : service.WithHttpsEndpoint(port: port, name: name ?? lab.Scheme, isProxied: false);
}
