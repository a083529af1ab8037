using System.Globalization;
using ITFrame.AppHost.Publishing.Model;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>Makes pods that the restricted Pod Security Standard lets in.</summary>
internal static class PodFactory
{
    private const string TemporaryVolume = "tmp";
    private const string TlsVolume = "tls";
    private const string PublicTlsVolume = "public-tls";
    private const string DataVolume = "data";

    /// <summary>What cert-manager calls certificate and key in one.</summary>
    private const string CombinedKey = "tls-combined.pem";

    public static V1PodTemplateSpec Template(WorkloadGroup group, Settings settings)
    {
        var workload = group.Workload;
        var (secrets, variables) = settings.Secret(group);
        var container = Container(workload.Image, workload.Image);
        container.Name = group.Name;
        container.Args = group.First.Arguments.Count == 0 ? null : [.. group.First.Arguments.Select(settings.Concrete)];
        container.EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = Names.Settings(group.Name) } }];
        container.Env = [.. secrets.Select(Secret), .. variables.Select(variable => new V1EnvVar { Name = variable.Key, Value = variable.Value })];
        container.Ports = [.. group.First.Ports.Select(port => new V1ContainerPort { Name = port.Name, ContainerPort = port.ContainerPort, Protocol = "TCP" })];
        container.Resources = Resources(workload.ProcessorRequest, workload.Memory);
        AddProbes(container, group.First);
        container.VolumeMounts = [Mount(TemporaryVolume, ContainerPaths.Temporary), Mount(TlsVolume, ContainerPaths.Tls, isReadOnly: true)];
        var pod = Pod(container, workload.User);
        pod.TerminationGracePeriodSeconds = (long)workload.StopTimeout.TotalSeconds;
        pod.Volumes = [Temporary(), Tls(group.Name, workload)];
        if (workload.HasPublicCertificate)
        {
            container.VolumeMounts.Add(Mount(PublicTlsVolume, ContainerPaths.PublicTls, isReadOnly: true));
            pod.Volumes.Add(SecretVolume(PublicTlsVolume, Names.PublicTls(group.Name), null));
        }

        if (workload.DataFolder is { } data)
        {
            container.VolumeMounts.Add(Mount(DataVolume, data));
        }

        if (group.IsScaled)
        {
            pod.TopologySpreadConstraints = [Spread(group.Name, "kubernetes.io/hostname"), Spread(group.Name, "topology.kubernetes.io/zone")];
        }

        return new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = Labels(group.Name) }, Spec = pod };
    }

    /// <summary>A container that may do nothing that it need not.</summary>
    public static V1Container Container(string name, string image) => new()
    {
        Name = name,
        // The overlay says which one; nobody has this tag.
        Image = $"{image}:unset",
        ImagePullPolicy = "IfNotPresent",
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
    };

    public static V1PodSpec Pod(V1Container container, int user) => new()
    {
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        SecurityContext = new V1PodSecurityContext
        {
            RunAsNonRoot = true,
            RunAsUser = user,
            RunAsGroup = user,
            // The files of Secrets and volumes are this group's.
            FsGroup = user,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        },
        Containers = [container],
    };

    public static V1EnvVar Secret(Parameter parameter) => new()
    {
        Name = parameter.Variable,
        ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = Names.Secrets, Key = parameter.Name } },
    };

    public static V1ResourceRequirements Resources(int processor, int memory) => new()
    {
        // No limit of processors: one that is throttled answers health checks late.
        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new($"{processor}m"), ["memory"] = new($"{memory}Mi") },
        Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new($"{memory}Mi") },
    };

    public static Dictionary<string, string> Labels(string name) => new() { [Names.Label] = name };

    public static V1VolumeMount Mount(string volume, string path, bool isReadOnly = false) => new() { Name = volume, MountPath = path, ReadOnlyProperty = isReadOnly ? true : null };

    public static V1Volume Temporary() => new() { Name = TemporaryVolume, EmptyDir = new V1EmptyDirVolumeSource { Medium = "Memory", SizeLimit = new ResourceQuantity("64Mi") } };

    public static V1VolumeMount TemporaryMount() => Mount(TemporaryVolume, ContainerPaths.Temporary);

    public static V1VolumeMount TlsMount() => Mount(TlsVolume, ContainerPaths.Tls, isReadOnly: true);

    /// <summary>The certificate of a workload, under the names that its settings have for the files.</summary>
    public static V1Volume Tls(string name, Workload workload) => SecretVolume(TlsVolume, Names.Tls(name), workload.CombinedCertificate);

    public static V1Volume PlainTls(string name) => SecretVolume(TlsVolume, Names.Tls(name), null);

    private static V1Volume SecretVolume(string name, string secret, string? combined) => new()
    {
        Name = name,
        Secret = new V1SecretVolumeSource
        {
            SecretName = secret,
            // For user and group, as FsGroup has it.
            DefaultMode = Convert.ToInt32("440", 8),
            Items = combined is null ? null :
            [
                .. ((string[])[ContainerPaths.Certificate, ContainerPaths.Key, ContainerPaths.Authority]).Select(file => new V1KeyToPath { Key = file, Path = file }),
                new V1KeyToPath { Key = CombinedKey, Path = combined },
            ],
        },
    };

    private static V1TopologySpreadConstraint Spread(string name, string topology) => new()
    {
        MaxSkew = 1,
        TopologyKey = topology,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = new V1LabelSelector { MatchLabels = Labels(name) },
    };

    private static void AddProbes(V1Container container, Service service)
    {
        var workload = service.Workload;
        container.ReadinessProbe = Probe(service, workload.Readiness);
        container.LivenessProbe = Liveness(service, workload.Liveness);
        container.StartupProbe = Liveness(service, workload.Liveness);
        container.StartupProbe.PeriodSeconds = 2;
        container.StartupProbe.FailureThreshold = (int)workload.StartTimeout.TotalSeconds / 2;
    }

    private static V1Probe Probe(Service service, Probe probe) => new()
    {
        PeriodSeconds = (int)probe.Interval.TotalSeconds,
        TimeoutSeconds = (int)probe.Timeout.TotalSeconds,
        FailureThreshold = probe.Failures,
        HttpGet = probe.Path is null ? null : new V1HTTPGetAction { Path = probe.Path, Port = service.HealthPort.Name, Scheme = service.HealthPort.Scheme.ToUpper(CultureInfo.InvariantCulture) },
        Exec = probe.Path is null ? new V1ExecAction { Command = [.. service.Workload.HealthCommand(service.HealthPort, "")] } : null,
    };

    /// <summary>A shell each time would be too dear to find out that a process lives; that its port is open says it.</summary>
    private static V1Probe Liveness(Service service, Probe probe)
    {
        var liveness = Probe(service, probe);
        if (liveness.Exec is not null)
        {
            liveness.Exec = null;
            liveness.TcpSocket = new V1TCPSocketAction { Port = service.HealthPort.Name };
        }

        return liveness;
    }
}
