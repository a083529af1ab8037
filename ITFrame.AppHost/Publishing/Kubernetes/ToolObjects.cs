using ITFrame.AppHost.Publishing.Model;
using k8s;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>What sets the replica set up, and what saves it.</summary>
internal sealed class ToolObjects(Deployment deployment, PublishOptions options, string site)
{
    private const string ScriptsVolume = "scripts";
    private const string ScriptsPath = "/itframe";
    private const string BackupsVolume = "backups";
    private const string BackupsPath = "/backups";
    private const int BackupDays = 14;

    private Service Member => deployment.In(site).Single(service => service.Workload == Workloads.Member);

    /// <summary>Runs to its end once, and does no harm when it runs again.</summary>
    public IEnumerable<IKubernetesObject> Initiator()
    {
        var plan = deployment.ReplicaSet;
        var script = InitiationScript.Write(deployment);
        yield return Script(Names.Initiator, "initiate.js", script);
        var container = WithScripts(Container(Names.Initiator, Workloads.Mongosh(WorkloadGroup.NameOf(Member), Member.HealthPort.ContainerPort, "--file", $"{ScriptsPath}/initiate.js")));
        container.Env.Add(new V1EnvVar { Name = InitiationScript.DomainVariable, Value = options.Domain });
        // The variable of the parameter is the one that the script reads.
        container.Env.Add(PodFactory.Secret(plan.HubPassword));
        var spec = new V1JobSpec { BackoffLimit = 20, Template = Template(Names.Initiator, container, "OnFailure") };
        // What a Job runs cannot be changed once it is there: applying it with another image would fail. So that is another Job.
        var metadata = BaseObjects.Metadata(Names.Initiator);
        metadata.Name += "-" + Names.Digest(KubernetesYaml.Serialize(spec), script, Images.Default(Member.Workload.Image, options) ?? "");
        yield return BaseObjects.Typed(new V1Job { Metadata = metadata, Spec = spec });
    }

    /// <summary>cert-manager renews a member's certificate a month before its end; each day the member takes what its file has.</summary>
    public IEnumerable<IKubernetesObject> Rotation()
    {
        var container = Container(Names.Rotation, Workloads.RotateCertificates(WorkloadGroup.NameOf(Member), Member.HealthPort.ContainerPort));
        yield return CronJob(Names.Rotation, "47 4 * * *", Template(Names.Rotation, container, "Never"));
    }

    public IEnumerable<IKubernetesObject> Backup()
    {
        yield return Script(Names.Backup, "mongo-backup", Assets.Read("Compose/Assets/mongo-backup"));
        yield return BaseObjects.Typed(new V1PersistentVolumeClaim { Metadata = BaseObjects.Metadata(Names.Backup), Spec = BaseObjects.Claim(Member.Workload.DataSize) });
        var container = WithScripts(Container(Names.Backup, ["sh", $"{ScriptsPath}/mongo-backup", "dump"]));
        var members = deployment.Services.Where(service => service.Workload == Workloads.Member).Select(service => $"{service.HealthPort.Host}.{options.Domain}:{service.HealthPort.Port}");
        foreach (var (name, value) in new (string Name, string Value)[]
        {
            ("ITFRAME_SET", deployment.ReplicaSet.Name),
            ("ITFRAME_MEMBER", $"{WorkloadGroup.NameOf(Member)}:{Member.HealthPort.ContainerPort}"),
            ("ITFRAME_MEMBERS", string.Join(',', members)),
            ("ITFRAME_CERTIFICATE", $"{ContainerPaths.Tls}/{Member.Workload.CombinedCertificate}"),
            ("ITFRAME_AUTHORITY", $"{ContainerPaths.Tls}/{ContainerPaths.Authority}"),
            ("ITFRAME_BACKUP_DAYS", $"{BackupDays}"),
        })
        {
            container.Env.Add(new V1EnvVar { Name = name, Value = value });
        }

        container.VolumeMounts.Add(PodFactory.Mount(BackupsVolume, BackupsPath));
        var template = Template(Names.Backup, container, "Never");
        template.Spec.Volumes.Add(new V1Volume { Name = BackupsVolume, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = Names.Backup } });
        yield return CronJob(Names.Backup, "17 3 * * *", template);
    }

    private static V1CronJob CronJob(string name, string schedule, V1PodTemplateSpec template) => BaseObjects.Typed(new V1CronJob
    {
        Metadata = BaseObjects.Metadata(name),
        Spec = new V1CronJobSpec
        {
            Schedule = schedule,
            ConcurrencyPolicy = "Forbid",
            JobTemplate = new V1JobTemplateSpec { Spec = new V1JobSpec { BackoffLimit = 2, Template = template } },
        },
    });

    private static V1ConfigMap Script(string name, string file, string content)
        => BaseObjects.Typed(new V1ConfigMap { Metadata = BaseObjects.Metadata(name), Data = new Dictionary<string, string> { [file] = content } });

    private V1Container Container(string name, IReadOnlyList<string> command)
    {
        var container = PodFactory.Container(name, Member.Workload.Image);
        container.Command = [.. command];
        container.Env = [new V1EnvVar { Name = "HOME", Value = ContainerPaths.Temporary }];
        container.Resources = PodFactory.Resources(100, 256);
        container.VolumeMounts = [PodFactory.TemporaryMount(), PodFactory.TlsMount()];
        return container;
    }

    private static V1Container WithScripts(V1Container container)
    {
        container.VolumeMounts.Add(PodFactory.Mount(ScriptsVolume, ScriptsPath, isReadOnly: true));
        return container;
    }

    private V1PodTemplateSpec Template(string name, V1Container container, string restart)
    {
        var pod = PodFactory.Pod(container, Member.Workload.User);
        pod.RestartPolicy = restart;
        pod.Volumes = [PodFactory.Temporary(), PodFactory.Tls(WorkloadGroup.NameOf(Member), Member.Workload)];
        if (container.VolumeMounts.Any(mount => mount.Name == ScriptsVolume))
        {
            pod.Volumes.Add(new V1Volume { Name = ScriptsVolume, ConfigMap = new V1ConfigMapVolumeSource { Name = name } });
        }

        return new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = PodFactory.Labels(name) }, Spec = pod };
    }
}
