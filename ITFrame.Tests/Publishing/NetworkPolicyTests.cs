using k8s.Models;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>NetworkPolicies allow the edges of the model, written down here once more, and nothing else.</summary>
[Collection(PublishingCollection.Name)]
public sealed class NetworkPolicyTests(PublishedFiles published)
{
    private const string London = "192.0.2.0/24";
    private const string Frankfurt = "198.51.100.0/24";
    private const string Amsterdam = "203.0.113.0/24";
    private const string Rotation = "mongo-certificates -> mongo:27017";

    private readonly KubernetesFiles _files = KubernetesFiles.Read(published);

    public static TheoryData<string, string[], string[]> Edges => new()
    {
        {
            "london",
            [
                "* -> gateway:10080", "* -> gateway:10443", $"{Frankfurt} -> gateway:8080", "gateway -> api:8080", "api -> mongo:27017",
                $"{Frankfurt} -> mongo:27017", $"{Amsterdam} -> mongo:27017", "mongo-init -> mongo:27017", Rotation,
            ],
            [
                "gateway -> api:8080", $"gateway -> {Frankfurt}:8080", "api -> mongo:27017", $"api -> {Frankfurt}:27017", $"api -> {Amsterdam}:27017", "api -> 0.0.0.0/0:443",
                $"mongo -> {Frankfurt}:27017", $"mongo -> {Amsterdam}:27017", "mongo-init -> mongo:27017", $"mongo-init -> {Frankfurt}:27017", $"mongo-init -> {Amsterdam}:27017", Rotation,
            ]
        },
        {
            "frankfurt",
            [
                "* -> gateway:10080", "* -> gateway:10443", $"{London} -> gateway:8080", "gateway -> api:8080", "api -> mongo:27017",
                $"{London} -> mongo:27017", $"{Amsterdam} -> mongo:27017", Rotation,
            ],
            [
                "gateway -> api:8080", $"gateway -> {London}:8080", "api -> mongo:27017", $"api -> {London}:27017", $"api -> {Amsterdam}:27017", "api -> 0.0.0.0/0:443",
                $"mongo -> {London}:27017", $"mongo -> {Amsterdam}:27017", Rotation,
            ]
        },
        {
            "amsterdam",
            [$"{London} -> mongo:27017", $"{Frankfurt} -> mongo:27017", "mongo-backup -> mongo:27017", Rotation],
            [$"mongo -> {London}:27017", $"mongo -> {Frankfurt}:27017", "mongo-backup -> mongo:27017", Rotation]
        },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void Policies_AllowTheModelsEdges(string site, string[] ingress, string[] egress)
    {
        var policies = _files.Site(site).OfType<V1NetworkPolicy>().Where(policy => policy.Spec.PodSelector.MatchLabels is not null).ToList();

        Assert.Equal(ingress.Order(StringComparer.Ordinal), policies.SelectMany(Ingress).Order(StringComparer.Ordinal));
        Assert.Equal(egress.Order(StringComparer.Ordinal), policies.SelectMany(Egress).Order(StringComparer.Ordinal));
        // A policy that does not name a direction allows all of it, were it not for deny-all.
        Assert.All(policies, policy => Assert.Equal(["Ingress", "Egress"], policy.Spec.PolicyTypes));
    }

    [Theory]
    [InlineData("london")]
    [InlineData("frankfurt")]
    [InlineData("amsterdam")]
    public void EveryPod_IsDeniedAllElse_AndHasAPolicy(string site)
    {
        var policies = _files.Site(site).OfType<V1NetworkPolicy>().ToList();
        var deny = policies.Single(policy => policy.Metadata.Name == "deny-all");
        Assert.Null(deny.Spec.PodSelector.MatchLabels);
        Assert.Null(deny.Spec.Ingress);
        Assert.Null(deny.Spec.Egress);
        Assert.Equal(["Ingress", "Egress"], deny.Spec.PolicyTypes);
        foreach (var labels in KubernetesTests.Pods(_files.Site(site)).Select(pod => pod.Template.Metadata.Labels))
        {
            Assert.Contains(policies, policy => policy.Spec.PodSelector.MatchLabels?.All(labels.Contains) == true && policy.Metadata.Name == labels["app.kubernetes.io/name"]);
        }
    }

    [Fact]
    public void Telemetry_AddsItsOwnEdges()
    {
        var policies = _files.Objects("components/telemetry/network-policies.yaml").Cast<V1NetworkPolicy>().ToList();

        Assert.Equal(["api -> otel-collector:4317", "gateway -> otel-collector:4317", "otel-collector -> aspire-dashboard:18889"], policies.SelectMany(Ingress).Order(StringComparer.Ordinal));
        Assert.Equal(["api -> otel-collector:4317", "gateway -> otel-collector:4317", "otel-collector -> aspire-dashboard:18889"], policies.SelectMany(Egress).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Ingress(V1NetworkPolicy policy)
        => from rule in policy.Spec.Ingress ?? []
           from peer in rule.FromProperty is { Count: > 0 } peers ? peers.Select(Name) : ["*"]
           from port in rule.Ports
           select $"{peer} -> {Own(policy)}:{port.Port.Value}";

    private static IEnumerable<string> Egress(V1NetworkPolicy policy)
        => from rule in policy.Spec.Egress ?? []
           from peer in rule.To.Select(Name)
           from port in rule.Ports
           select $"{Own(policy)} -> {peer}:{port.Port.Value}";

    private static string Own(V1NetworkPolicy policy) => policy.Spec.PodSelector.MatchLabels["app.kubernetes.io/name"];

    private static string Name(V1NetworkPolicyPeer peer) => peer.IpBlock?.Cidr ?? peer.PodSelector.MatchLabels["app.kubernetes.io/name"];
}
