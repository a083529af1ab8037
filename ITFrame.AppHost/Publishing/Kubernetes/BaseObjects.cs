using ITFrame.AppHost.Publishing.Model;
using k8s;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>The objects that are the same at every site that has them.</summary>
internal sealed class BaseObjects(Settings settings)
{
    /// <summary>The namespace, where only pods get in that need nothing special, and none may talk to another unless a policy says so.</summary>
    public static IEnumerable<IKubernetesObject> Site()
    {
        var labels = new Dictionary<string, string>();
        foreach (var mode in (string[])["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = "restricted";
            labels[$"pod-security.kubernetes.io/{mode}-version"] = "latest";
        }

        yield return Typed(new V1Namespace { Metadata = new V1ObjectMeta { Name = Names.Namespace, Labels = labels } });
    }

    public IEnumerable<IKubernetesObject> Of(WorkloadGroup group)
    {
        yield return HeadlessService(group);
        yield return group.Workload.DataFolder is null ? Deployment(group) : StatefulSet(group);
        yield return DisruptionBudget(group);
    }

    public static T Typed<T>(T value)
        where T : IKubernetesObject
    {
        value.Initialize();
        return value;
    }

    /// <summary>A Service whose ports lead to the containers' ports of the same names.</summary>
    public static V1Service Service(string name, string selects, IEnumerable<(string Name, int Port)> ports) => Typed(new V1Service
    {
        Metadata = Metadata(name),
        Spec = new V1ServiceSpec
        {
            Selector = PodFactory.Labels(selects),
            Ports = [.. ports.Select(port => new V1ServicePort { Name = port.Name, Port = port.Port, TargetPort = port.Name, Protocol = "TCP" })],
        },
    });

    /// <summary>One name for all pods, each with an address of its own.</summary>
    private static V1Service HeadlessService(WorkloadGroup group)
    {
        var service = Service(group.Name, group.Name, group.First.Ports.Select(port => (port.Name, port.ContainerPort)));
        service.Spec.ClusterIP = "None";
        // Members find each other before they are ready.
        service.Spec.PublishNotReadyAddresses = group.Workload.DataFolder is null ? null : true;
        return service;
    }

    private V1Deployment Deployment(WorkloadGroup group) => Typed(new V1Deployment
    {
        Metadata = Metadata(group.Name),
        Spec = new V1DeploymentSpec
        {
            // How many there are is the autoscaler's to say.
            Selector = new V1LabelSelector { MatchLabels = PodFactory.Labels(group.Name) },
            Strategy = new V1DeploymentStrategy { Type = "RollingUpdate", RollingUpdate = new V1RollingUpdateDeployment { MaxUnavailable = 0, MaxSurge = 1 } },
            Template = PodFactory.Template(group, settings),
        },
    });

    private V1StatefulSet StatefulSet(WorkloadGroup group) => Typed(new V1StatefulSet
    {
        Metadata = Metadata(group.Name),
        Spec = new V1StatefulSetSpec
        {
            // The other members are at other sites.
            Replicas = 1,
            // In order, a pod that never becomes ready, for an image that does not start, would not be replaced by one with another image.
            PodManagementPolicy = "Parallel",
            ServiceName = group.Name,
            Selector = new V1LabelSelector { MatchLabels = PodFactory.Labels(group.Name) },
            Template = PodFactory.Template(group, settings),
            VolumeClaimTemplates =
            [
                new V1PersistentVolumeClaim
                {
                    Metadata = new V1ObjectMeta { Name = "data" },
                    Spec = Claim(group.Workload.DataSize),
                },
            ],
        },
    });

    public static V1PersistentVolumeClaimSpec Claim(int size) => new()
    {
        AccessModes = ["ReadWriteOnce"],
        Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new($"{size}Gi") } },
    };

    private static V1PodDisruptionBudget DisruptionBudget(WorkloadGroup group) => Typed(new V1PodDisruptionBudget
    {
        Metadata = Metadata(group.Name),
        Spec = new V1PodDisruptionBudgetSpec { MaxUnavailable = 1, Selector = new V1LabelSelector { MatchLabels = PodFactory.Labels(group.Name) } },
    });

    public static V2HorizontalPodAutoscaler Autoscaler(WorkloadGroup group, Scaling scaling) => Typed(new V2HorizontalPodAutoscaler
    {
        Metadata = Metadata(group.Name),
        Spec = new V2HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = group.Name },
            MinReplicas = Math.Max(scaling.Minimum, group.Replicas.Count),
            MaxReplicas = Math.Max(scaling.Maximum, group.Replicas.Count),
            Metrics =
            [
                new V2MetricSpec
                {
                    Type = "Resource",
                    Resource = new V2ResourceMetricSource { Name = "cpu", Target = new V2MetricTarget { Type = "Utilization", AverageUtilization = scaling.ProcessorPercent } },
                },
            ],
        },
    });

    public static V1ObjectMeta Metadata(string name) => new() { Name = name, Labels = PodFactory.Labels(name) };
}
