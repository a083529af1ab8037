using ITFrame.AppHost.Publishing.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>
/// The way in by a cluster's Gateway API, in place of a load balancer of the site's own. TLS passes through: the platform's gateway
/// ends it, as everywhere.
/// </summary>
internal static class GatewayApiObjects
{
    private const string Passthrough = "Passthrough";

    /// <param name="gatewayClass">Who provides the address.</param>
    /// <param name="service">The Service of the platform's gateway.</param>
    /// <param name="hosts">The names that clients call.</param>
    /// <param name="site">Tells the sites' records of one name apart.</param>
    public static IEnumerable<IKubernetesObject> Of(string gatewayClass, V1Service service, IReadOnlyList<string> hosts, string site)
    {
        var ports = service.Spec.Ports;
        yield return new Gateway
        {
            Metadata = BaseObjects.Metadata(service.Metadata.Name),
            Spec = new GatewaySpec
            {
                GatewayClassName = gatewayClass,
                Listeners = [.. ports.Select(port => new GatewayListener
                {
                    Name = port.Name,
                    Port = port.Port,
                    Protocol = IsTls(port) ? "TLS" : "HTTP",
                    Tls = IsTls(port) ? new GatewayListenerTls { Mode = Passthrough } : null,
                })],
            },
        };
        foreach (var port in ports)
        {
            var metadata = BaseObjects.Metadata($"{service.Metadata.Name}-{port.Name}");
            metadata.Annotations = OverlayObjects.SetIdentifier(site);
            var spec = new RouteSpec
            {
                ParentRefs = [new RouteParent { Name = service.Metadata.Name, SectionName = port.Name }],
                Hostnames = [.. hosts],
                Rules = [new RouteRule { BackendRefs = [new RouteBackend { Name = service.Metadata.Name, Port = port.Port }] }],
            };
            yield return IsTls(port) ? new TlsRoute { Metadata = metadata, Spec = spec } : new HttpRoute { Metadata = metadata, Spec = spec };
        }
    }

    private static bool IsTls(V1ServicePort port) => port.Name == "https";
}
