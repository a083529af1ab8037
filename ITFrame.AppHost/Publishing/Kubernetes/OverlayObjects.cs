using ITFrame.AppHost.Publishing.Kubernetes.Resources;
using ITFrame.AppHost.Publishing.Model;
using k8s;
using k8s.Models;
using PlatformCertificate = ITFrame.AppHost.Publishing.Kubernetes.Resources.Certificate;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>The objects that have a site's names, addresses and secrets in them.</summary>
internal sealed class OverlayObjects(Deployment deployment, PublishOptions options, string site)
{
    private readonly Settings _settings = new(deployment, options, site);

    public V1ConfigMap ConfigMap(WorkloadGroup group) => BaseObjects.Typed(new V1ConfigMap { Metadata = BaseObjects.Metadata(Names.Settings(group.Name)), Data = _settings.Plain(group) });

    /// <summary>What clients and other sites reach: each with an address and a name of its own.</summary>
    public IEnumerable<IKubernetesObject> Published(WorkloadGroup group)
    {
        var ports = group.First.Ports.Where(port => deployment.IsPublished(group.First, port)).ToList();
        if (ports.Where(port => port.IsPublic).ToList() is { Count: > 0 } isPublic)
        {
            var name = Names.Published(group.Name, "public");
            IReadOnlyList<string> hosts = [options.Domain, .. Hosts(isPublic)];
            if (options.GatewayClass is { } gatewayClass)
            {
                var service = Service(name, group.Name, isPublic);
                yield return service;
                foreach (var route in GatewayApiObjects.Of(gatewayClass, service, hosts, site))
                {
                    yield return route;
                }
            }
            else
            {
                yield return PublishedService(name, group.Name, isPublic, hosts);
            }
        }

        if (ports.Where(port => !port.IsPublic).ToList() is { Count: > 0 } sites)
        {
            yield return PublishedService(Names.Published(group.Name, "sites"), group.Name, sites, [.. Hosts(sites)]);
        }
    }

    public IEnumerable<PlatformCertificate> Certificates(WorkloadGroup group)
    {
        var hosts = group.Replicas.SelectMany(replica => replica.Certificate.Hosts).Distinct().Select(FullName).Append(group.Name);
        var certificate = Certificate(Names.Tls(group.Name), group.First.Certificate.Unit, [.. hosts]);
        if (group.Workload.CombinedCertificate is not null)
        {
            certificate.Spec!.AdditionalOutputFormats = [new CertificateOutputFormat { Type = "CombinedPEM" }];
        }

        yield return certificate;
        if (group.Workload.HasPublicCertificate)
        {
            yield return new PlatformCertificate
            {
                Metadata = BaseObjects.Metadata(Names.PublicTls(group.Name)),
                Spec = new CertificateSpec
                {
                    SecretName = Names.PublicTls(group.Name),
                    DnsNames = [options.Domain, .. group.First.Ports.Select(port => FullName(port.Host)).Distinct()],
                    PrivateKey = EllipticKey(),
                    IssuerRef = new IssuerReference { Name = Names.PublicIssuer, Kind = "ClusterIssuer" },
                },
            };
        }
    }

    /// <summary>A certificate of the platform's own authority.</summary>
    public static PlatformCertificate Certificate(string name, string unit, IList<string> hosts) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new CertificateSpec
        {
            SecretName = name,
            CommonName = name,
            Subject = new CertificateSubject { Organizations = ["ITFrame"], OrganizationalUnits = [unit] },
            DnsNames = hosts,
            Duration = "2160h0m0s",
            RenewBefore = "720h0m0s",
            Usages = ["digital signature", "server auth", "client auth"],
            PrivateKey = EllipticKey(),
            IssuerRef = new IssuerReference { Name = Names.Authority, Kind = "Issuer" },
        },
    };

    public static Issuer Authority() => new()
    {
        Metadata = new V1ObjectMeta { Name = Names.Authority },
        Spec = new IssuerSpec { Ca = new CertificateAuthorityReference { SecretName = Names.Authority } },
    };

    /// <summary>Secrets that the site's workloads name, and the authority's key.</summary>
    public static IEnumerable<ExternalSecret> Secrets(IEnumerable<Parameter> parameters)
    {
        if (parameters.DistinctBy(parameter => parameter.Name).Select(parameter => parameter.Name).ToList() is { Count: > 0 } names)
        {
            yield return Secret(Names.Secrets, names.Select(name => (name, $"{Names.Namespace}/{name}")));
        }

        yield return Secret(Names.Authority, ((string[])["tls.crt", "tls.key"]).Select(file => (file, $"{Names.Namespace}/authority-{file.Replace('.', '-')}")));
    }

    private static ExternalSecret Secret(string name, IEnumerable<(string Key, string Remote)> data) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new ExternalSecretSpec
        {
            RefreshInterval = "1h0m0s",
            SecretStoreRef = new SecretStoreReference { Name = Names.SecretStore, Kind = "ClusterSecretStore" },
            Target = new ExternalSecretTarget { Name = name },
            Data = [.. data.Select(item => new ExternalSecretData { SecretKey = item.Key, RemoteRef = new ExternalSecretRemote { Key = item.Remote } })],
        },
    };

    private static CertificatePrivateKey EllipticKey() => new() { Algorithm = "ECDSA", Size = 256, RotationPolicy = "Always" };

    /// <summary>Two sites give the domain an address each: docs/deploy.md.</summary>
    public static Dictionary<string, string> SetIdentifier(string site) => new() { ["external-dns.alpha.kubernetes.io/set-identifier"] = site };

    private V1Service PublishedService(string name, string selects, IEnumerable<ServicePort> ports, IReadOnlyList<string> hosts)
    {
        var service = Service(name, selects, ports);
        service.Metadata.Annotations = SetIdentifier(site);
        service.Metadata.Annotations["external-dns.alpha.kubernetes.io/hostname"] = string.Join(',', hosts);
        service.Spec.Type = "LoadBalancer";
        // Callers keep their addresses: for rate limits, and for the policies, which say who may call. Source ranges would
        // keep out the site's own pods, which call the member by the same name.
        service.Spec.ExternalTrafficPolicy = "Local";
        return service;
    }

    private static V1Service Service(string name, string selects, IEnumerable<ServicePort> ports)
        => BaseObjects.Service(name, selects, ports.Select(port => (port.Name, port.Port)));

    private IEnumerable<string> Hosts(IEnumerable<ServicePort> ports) => ports.Select(port => FullName(port.Host)).Distinct();

    private string FullName(string host) => _settings.Concrete(deployment.FullName(host));
}
