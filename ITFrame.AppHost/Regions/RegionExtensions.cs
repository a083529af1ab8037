using System.Globalization;
using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Faults;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Regions;

internal static class RegionExtensions
{
    private const int FirstGatewayPort = 8081;
    private const int FirstGatewayTlsPort = 8443;

    /// <summary>Adds a region: its API replicas, and a gateway that offers them as its first tier.</summary>
    public static Region AddRegion(this Lab lab, RegionOptions options, Wan wan, IResourceBuilder<ReplicaSetResource> mongo)
    {
        var site = options.Site;
        var index = lab.Options.Regions.ToList().IndexOf(options);
        var publicPort = lab.Ports.For(Sites.GatewayPort, FirstGatewayPort + index);
        var peerPort = lab.Ports.For(Sites.ServicePort);
        var adminPort = lab.Ports.For(Sites.AdminPort);
        var gateway = lab.Builder.AddProject<Projects.ITFrame_Gateway>($"gateway-{site}", launch => launch.ExcludeLaunchProfile = true)
            .WithAnnotation(new KindAnnotation("gateway"))
            .InSite(lab, wan, site)
            .WithHttpEndpoint(port: publicPort, name: "http", isProxied: false)
            .WithEndpoint("http", endpoint => endpoint.IsExternal = true)
            .WithServiceEndpoint(lab, peerPort, name: "peer")
            .WithWanName(Sites.Host("gateway", site), Sites.GatewayPort, publicPort)
            .WithWanName(Sites.Host("peer", site), Sites.ServicePort, peerPort)
            .WithCertificate(lab, Sites.Host("gateway", site), Sites.Host("peer", site))
            .WithDrain("Gateway__Drain")
            .WithEnvironment("Gateway__PeerPort", peerPort.ToString(CultureInfo.InvariantCulture))
            // Not an endpoint of the model: the gateway opens it by itself, and nobody but the lab's own tools may find it.
            .WithEnvironment("Gateway__AdminPort", adminPort.ToString(CultureInfo.InvariantCulture))
            .WithProcessFaults()
            .WithDrainCommands(lab, new Uri($"{lab.Scheme}://localhost:{adminPort}"))
            .WaitFor(wan.Resource);
        var gatewayUrl = lab.Certificates is null ? new Uri($"http://localhost:{publicPort}") : gateway.WithTls(lab, index);
        gateway.WithHttpHealthCheck("/health/ready", endpointName: lab.Scheme);
        foreach (var number in Enumerable.Range(1, options.Replicas))
        {
            lab.AddReplica(site, number, wan, mongo);
            var address = $"{lab.Scheme}://{Sites.Host($"api-{number}", site)}:{Sites.ServicePort}";
            gateway.WithDestination("public", $"api-{site}-{number}", address, tier: 0);
            gateway.WithDestination("local", $"api-{site}-{number}", address, tier: 0);
        }

        return new Region(
            site, gateway, gatewayUrl, lab.Certificates is null ? Sites.GatewayPort : Sites.GatewayTlsPort, new Uri($"{lab.Scheme}://localhost:{adminPort}"));
    }

    /// <summary>Offers another region's gateway as the second tier: taken when no local replica is healthy.</summary>
    public static void FailsOverTo(this Region region, Region other, Lab lab)
        => region.Gateway.WithDestination("public", $"gateway-{other.Site}", $"{lab.Scheme}://{Sites.Host("peer", other.Site)}:{Sites.ServicePort}", tier: 1);

    /// <summary>
    /// Opens the gateway's https port, sends plain requests there, and takes at the peer listener only connections of gateways of the
    /// lab's authority.
    /// </summary>
    /// <returns>The https port's address.</returns>
    private static Uri WithTls(this IResourceBuilder<ProjectResource> gateway, Lab lab, int index)
    {
        var port = lab.Ports.For(Sites.GatewayTlsPort, FirstGatewayTlsPort + index);
        var leaf = gateway.Resource.Annotations.OfType<CertificateAnnotation>().Single().Leaf;
        gateway
            .WithHttpsEndpoint(port: port, name: "https", isProxied: false)
            .WithEndpoint("https", endpoint => endpoint.IsExternal = true)
            .WithWanName(leaf.Hosts[0], Sites.GatewayTlsPort, port)
            .WithEnvironment("Gateway__Tls__Certificate", leaf.CertificateFile)
            .WithEnvironment("Gateway__Tls__Key", leaf.KeyFile)
            .WithEnvironment("Gateway__Tls__ReloadInterval", "00:00:01")
            .WithEnvironment("Gateway__Tls__RedirectPort", (lab.IsPublished ? Sites.GatewayTlsPort : port).ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Gateway__Tls__Peers__Authority", lab.Certificates!.AuthorityFile)
            .WithEnvironment("Gateway__Tls__Peers__Certificate", leaf.CertificateFile)
            .WithEnvironment("Gateway__Tls__Peers__Key", leaf.KeyFile);
        foreach (var (number, region) in lab.Options.Regions.Index())
        {
            gateway.WithEnvironment(
                string.Create(CultureInfo.InvariantCulture, $"Gateway__Tls__Peers__Names__{number}"), Sites.Host("peer", region.Site));
        }

        return new Uri($"https://localhost:{port}");
    }

    private static void AddReplica(this Lab lab, string site, int number, Wan wan, IResourceBuilder<ReplicaSetResource> mongo)
    {
        var port = lab.Ports.For(Sites.ServicePort);
        lab.Builder.AddProject<Projects.ITFrame_Api>($"api-{site}-{number}", options => options.ExcludeLaunchProfile = true)
            .WithAnnotation(new KindAnnotation("api"))
            .InSite(lab, wan, site)
            .WithServiceEndpoint(lab, port)
            .WithWanName(Sites.Host($"api-{number}", site), Sites.ServicePort, port)
            .WithCertificate(lab, Sites.Host($"api-{number}", site))
            .WithReference(mongo, connectionName: "mongo")
            .WithDrain("Drain")
            .WithEnvironment("Api__ControlToken", lab.ApiControlToken)
            .WithEnvironment("Api__DemoStationKey", lab.DemoStationKey)
            .WithHttpHealthCheck("/health/ready")
            .WithProcessFaults()
            .WaitFor(wan.Resource)
            .WaitFor(mongo);
    }

    /// <summary>A stop in the lab is over within 3 s, so that Ctrl+C is.</summary>
    private static IResourceBuilder<ProjectResource> WithDrain(this IResourceBuilder<ProjectResource> service, string section)
        => service.WithEnvironment($"{section}__Delay", "00:00:01").WithEnvironment($"{section}__Timeout", "00:00:01.5");

    private static void WithDestination(this IResourceBuilder<ProjectResource> gateway, string cluster, string name, string address, int tier)
        => gateway
            .WithEnvironment($"ReverseProxy__Clusters__{cluster}__Destinations__{name}__Address", address)
            .WithEnvironment($"ReverseProxy__Clusters__{cluster}__Destinations__{name}__Metadata__Tier", tier.ToString(CultureInfo.InvariantCulture));
}
