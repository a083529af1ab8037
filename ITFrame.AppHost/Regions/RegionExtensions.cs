using System.Globalization;
using ITFrame.AppHost.Faults;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Regions;

internal static class RegionExtensions
{
    private const int FirstGatewayPort = 8081;

    /// <summary>Adds a region: its API replicas, and a gateway that offers them as its first tier.</summary>
    public static Region AddRegion(this Lab lab, RegionOptions options, Wan wan, IResourceBuilder<ReplicaSetResource> mongo)
    {
        var site = options.Site;
        var publicPort = lab.Ports.Documented(FirstGatewayPort + lab.Options.Regions.ToList().IndexOf(options));
        var peerPort = lab.Ports.Free();
        var adminPort = lab.Ports.Free();
        var gateway = lab.Builder.AddProject<Projects.ITFrame_Gateway>($"gateway-{site}", launch => launch.ExcludeLaunchProfile = true)
            .WithAnnotation(new KindAnnotation("gateway"))
            .InSite(lab, wan, site)
            .WithHttpEndpoint(port: publicPort, name: "http", isProxied: false)
            .WithHttpEndpoint(port: peerPort, name: "peer", isProxied: false)
            .WithWanName(Sites.Host("gateway", site), Sites.GatewayPort, publicPort)
            .WithWanName(Sites.Host("peer", site), Sites.ServicePort, peerPort)
            .WithDrain("Gateway__Drain")
            .WithEnvironment("Gateway__PeerPort", peerPort.ToString(CultureInfo.InvariantCulture))
            // Not an endpoint of the model: the gateway opens it by itself, and nobody but the lab's own tools may find it.
            .WithEnvironment("Gateway__AdminPort", adminPort.ToString(CultureInfo.InvariantCulture))
            .WithHttpHealthCheck("/health/ready", endpointName: "http")
            .WithProcessFaults()
            .WithDrainCommands(new Uri($"http://localhost:{adminPort}"))
            .WaitFor(wan.Resource);
        foreach (var number in Enumerable.Range(1, options.Replicas))
        {
            lab.AddReplica(site, number, wan, mongo);
            var address = $"http://{Sites.Host($"api-{number}", site)}:{Sites.ServicePort}";
            gateway.WithDestination("public", $"api-{site}-{number}", address, tier: 0);
            gateway.WithDestination("local", $"api-{site}-{number}", address, tier: 0);
        }

        return new Region(site, gateway, new Uri($"http://localhost:{publicPort}"), new Uri($"http://localhost:{adminPort}"));
    }

    /// <summary>Offers another region's gateway as the second tier: taken when no local replica is healthy.</summary>
    public static void FailsOverTo(this Region region, Region other)
        => region.Gateway.WithDestination("public", $"gateway-{other.Site}", $"http://{Sites.Host("peer", other.Site)}:{Sites.ServicePort}", tier: 1);

    private static void AddReplica(this Lab lab, string site, int number, Wan wan, IResourceBuilder<ReplicaSetResource> mongo)
    {
        var port = lab.Ports.Free();
        lab.Builder.AddProject<Projects.ITFrame_Api>($"api-{site}-{number}", options => options.ExcludeLaunchProfile = true)
            .WithAnnotation(new KindAnnotation("api"))
            .InSite(lab, wan, site)
            .WithHttpEndpoint(port: port, name: "http", isProxied: false)
            .WithWanName(Sites.Host($"api-{number}", site), Sites.ServicePort, port)
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
