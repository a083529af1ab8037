using ITFrame.AppHost.Publishing.Model;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>Policies that allow the model's edges and nothing else.</summary>
internal sealed class NetworkPolicies(Deployment deployment, PublishOptions options, string site)
{
    private const int Dns = 53;

    /// <summary>Nobody talks to anybody, but everybody asks for names.</summary>
    public static IEnumerable<V1NetworkPolicy> Base()
    {
        yield return Policy("deny-all", new V1LabelSelector(), [], []);
        yield return Policy(
            "names",
            new V1LabelSelector(),
            null,
            [
                new V1NetworkPolicyEgressRule
                {
                    To =
                    [
                        new V1NetworkPolicyPeer
                        {
                            NamespaceSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "kube-system" } },
                            PodSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" } },
                        },
                    ],
                    Ports = [Port(Dns, "UDP"), Port(Dns)],
                },
            ]);
    }

    /// <summary>What a workload of the site may be called by, and call.</summary>
    public V1NetworkPolicy Of(WorkloadGroup group)
    {
        var ingress = new List<V1NetworkPolicyIngressRule>();
        var egress = new List<V1NetworkPolicyEgressRule>();
        foreach (var port in group.First.Ports)
        {
            if (port.IsPublic)
            {
                // From anywhere.
                ingress.Add(new V1NetworkPolicyIngressRule { Ports = [Port(port.ContainerPort)] });
                continue;
            }

            var callers = deployment.Edges.Where(edge => group.Replicas.Contains(edge.To) && edge.Port.Name == port.Name).Select(edge => edge.From).ToList();
            var peers = callers.Where(caller => caller.Site == site).Select(WorkloadGroup.NameOf).Concat(Tools(group)).Distinct().Select(Pods)
                .Concat(callers.Where(caller => caller.Site != site).Select(caller => caller.Site).Distinct().Select(Site))
                .ToList();
            if (peers.Count > 0)
            {
                ingress.Add(new V1NetworkPolicyIngressRule { FromProperty = peers, Ports = [Port(port.ContainerPort)] });
            }
        }

        // Pods are called at the port that they listen on, other sites at the one that they publish.
        foreach (var called in deployment.Edges.Where(edge => group.Replicas.Contains(edge.From)).GroupBy(edge => edge.CrossesSites ? edge.Port.Port : edge.Port.ContainerPort))
        {
            egress.Add(new V1NetworkPolicyEgressRule { To = Called(called), Ports = [Port(called.Key)] });
        }

        if (group.Workload.InternetPorts is { Count: > 0 } internet)
        {
            egress.Add(new V1NetworkPolicyEgressRule
            {
                To = [new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = "0.0.0.0/0", Except = [.. SiteNetworks.Private] } }],
                Ports = [.. internet.Select(port => Port(port))],
            });
        }

        return Policy(group.Name, Selector(group.Name), ingress, egress);
    }

    /// <summary>What a tool that works with the site's member may call: that, and where it needs to the others.</summary>
    public V1NetworkPolicy OfTool(string name, Service member, bool needsOtherSites)
    {
        var edges = deployment.Edges.Where(edge => edge.From == member && (needsOtherSites || !edge.CrossesSites)).ToList();
        List<V1NetworkPolicyPeer> to = [Pods(WorkloadGroup.NameOf(member)), .. edges.Where(edge => edge.CrossesSites).Select(edge => Site(edge.To.Site))];
        return Policy(name, Selector(name), [], [new V1NetworkPolicyEgressRule { To = to, Ports = [Port(member.HealthPort.ContainerPort)] }]);
    }

    public static V1NetworkPolicyPeer Pods(string name) => new() { PodSelector = Selector(name) };

    public static V1NetworkPolicyPort Port(int port, string protocol = "TCP") => new() { Port = port, Protocol = protocol };

    public static V1LabelSelector Selector(string name) => new() { MatchLabels = PodFactory.Labels(name) };

    public static V1NetworkPolicy Policy(string name, V1LabelSelector pods, IList<V1NetworkPolicyIngressRule>? ingress, IList<V1NetworkPolicyEgressRule>? egress)
        => BaseObjects.Typed(new V1NetworkPolicy
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1NetworkPolicySpec
            {
                PodSelector = pods,
                PolicyTypes = [.. ((string?[])[ingress is null ? null : "Ingress", egress is null ? null : "Egress"]).OfType<string>()],
                Ingress = ingress is { Count: > 0 } ? ingress : null,
                Egress = egress is { Count: > 0 } ? egress : null,
            },
        });

    private IEnumerable<string> Tools(WorkloadGroup group)
    {
        if (group.Workload != Workloads.Member)
        {
            yield break;
        }

        yield return Names.Rotation;
        if (deployment.ReplicaSet.Initiator.Site == site)
        {
            yield return Names.Initiator;
        }

        if (site == KubernetesPublisher.BackupSite(deployment))
        {
            yield return Names.Backup;
        }
    }

    private List<V1NetworkPolicyPeer> Called(IEnumerable<Edge> edges)
        => [
            .. edges.Where(edge => !edge.CrossesSites).Select(edge => WorkloadGroup.NameOf(edge.To)).Distinct().Select(Pods),
            .. edges.Where(edge => edge.CrossesSites).Select(edge => edge.To.Site).Distinct().Select(Site),
        ];

    private V1NetworkPolicyPeer Site(string name) => new() { IpBlock = new V1IPBlock { Cidr = SiteNetworks.Of(name, deployment.Sites, options) } };
}
