using ITFrame.AppHost.Publishing.Kubernetes.Resources;
using k8s.Models;
using Xunit;
using EdgeGateway = ITFrame.AppHost.Publishing.Kubernetes.Resources.Gateway;

namespace ITFrame.Tests.Publishing;

/// <summary>The way in by Gateway API, where it is asked for.</summary>
public sealed class GatewayApiTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itframe-publish-").FullName;

    public async ValueTask InitializeAsync()
    {
        var (exitCode, output) = await PublishedFiles.RunAsync("publish", "--output", _folder, "--gateway-class", "envoy");
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("london")]
    [InlineData("frankfurt")]
    public void Clients_ComeInByRoutes(string site)
    {
        var objects = KubernetesFiles.Read(PublishedFiles.Read(_folder)).Site(site);

        var gateway = Assert.Single(objects.OfType<EdgeGateway>());
        Assert.Equal("envoy", gateway.Spec!.GatewayClassName);
        Assert.Equal([("http", 80, "HTTP", null), ("https", 443, "TLS", "Passthrough")], gateway.Spec.Listeners.Select(listener => (listener.Name, listener.Port, listener.Protocol, listener.Tls?.Mode)));
        (string Listener, RouteSpec Spec)[] routes =
        [
            .. objects.OfType<HttpRoute>().Select(route => ("http", route.Spec!)),
            .. objects.OfType<TlsRoute>().Select(route => ("https", route.Spec!)),
        ];
        Assert.Equal(["http", "https"], routes.Select(route => route.Listener));
        Assert.All(routes, route =>
        {
            var parent = Assert.Single(route.Spec.ParentRefs);
            Assert.Equal((gateway.Metadata.Name, route.Listener), (parent.Name, parent.SectionName));
            Assert.Equal(["itframe.example", $"gateway.{site}.itframe.example"], route.Spec.Hostnames);
            var backend = Assert.Single(Assert.Single(route.Spec.Rules).BackendRefs);
            var service = Assert.Single(objects.OfType<V1Service>(), service => service.Metadata.Name == backend.Name);
            Assert.Null(service.Spec.Type);
            Assert.Contains(service.Spec.Ports, port => port.Port == backend.Port && port.TargetPort.Value == route.Listener);
        });
    }

    [Fact]
    public void OtherSites_KeepTheirLoadBalancers_AndClientsAreNotCountedByAddress()
    {
        var objects = KubernetesFiles.Read(PublishedFiles.Read(_folder)).Site("london");

        Assert.Equal(["gateway-sites", "mongo-sites"], objects.OfType<V1Service>().Where(service => service.Spec.Type == "LoadBalancer").Select(service => service.Metadata.Name).Order());
        var settings = objects.OfType<V1ConfigMap>().Single(map => map.Metadata.Name == "gateway-settings").Data;
        Assert.DoesNotContain(settings.Keys, key => key.Contains("RateLimits__Client", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
