using ITFrame.AppHost.Publishing.Kubernetes.Resources;
using ITFrame.AppHost.Publishing.Model;
using k8s;
using k8s.Models;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>Writes a base, a component for telemetry, and an overlay a site, for Kustomize.</summary>
internal sealed class KubernetesPublisher(Deployment deployment, PublishOptions options)
{
    private const string Folder = "kubernetes";
    private const string KustomizationFile = "kustomization.yaml";
    private const string TelemetryComponent = "components/telemetry";

    private const string Header = "# Written by: dotnet run --project ITFrame.AppHost -- publish. Changes are lost when it is written again.\n";

    /// <summary>The site that backups are taken at: the last one, where the fewest clients are.</summary>
    public static string BackupSite(Deployment deployment) => deployment.Sites[^1];

    public IEnumerable<GeneratedFile> Files() => Base().Concat(Telemetry()).Concat(deployment.Sites.SelectMany(Overlay));

    private IEnumerable<GeneratedFile> Base()
    {
        yield return Objects("base/site/site.yaml", [.. BaseObjects.Site(), .. NetworkPolicies.Base(), OverlayObjects.Authority()]);
        yield return Kustomization("base/site", new Kustomization { Resources = ["site.yaml"] });
        foreach (var group in Groups())
        {
            var site = group.First.Site;
            yield return Objects($"base/{group.Name}/{group.Name}.yaml", [.. new BaseObjects(new Settings(deployment, options, site)).Of(group)]);
            yield return Kustomization($"base/{group.Name}", new Kustomization { Resources = [$"{group.Name}.yaml"] });
        }
    }

    private IEnumerable<GeneratedFile> Telemetry()
    {
        var senders = Groups().Where(Sends).Select(group => group.Name).ToList();
        yield return Objects($"{TelemetryComponent}/collector.yaml", [.. TelemetryObjects.Collector()]);
        yield return Objects($"{TelemetryComponent}/dashboard.yaml", [.. TelemetryObjects.Dashboard()]);
        yield return Objects($"{TelemetryComponent}/network-policies.yaml", [.. TelemetryObjects.Policies(senders)]);
        yield return Kustomization(TelemetryComponent, new Kustomization
        {
            ApiVersion = "kustomize.config.k8s.io/v1alpha1",
            Kind = "Component",
            Resources = ["collector.yaml", "dashboard.yaml", "network-policies.yaml"],
            Patches =
            [
                new KustomizationPatch
                {
                    Target = new KustomizationTarget { Kind = "Deployment", Name = string.Join('|', senders) },
                    Patch = $"""
                        - op: add
                          path: /spec/template/spec/containers/0/env/-
                          value:
                            name: {TelemetryPlan.EndpointVariable}
                            value: {TelemetryPlan.Endpoint}

                        """.ReplaceLineEndings("\n"),
                },
            ],
        });
    }

    private IEnumerable<GeneratedFile> Overlay(string site)
    {
        var groups = WorkloadGroup.At(deployment, site);
        var objects = new OverlayObjects(deployment, options, site);
        var policies = new NetworkPolicies(deployment, options, site);
        var tools = new ToolObjects(deployment, options, site);
        var member = groups.Single(group => group.Workload == Workloads.Member);
        var isInitiator = deployment.ReplicaSet.Initiator.Site == site;
        var isBackup = site == BackupSite(deployment);
        var hasTelemetry = options.HasTelemetry && groups.Any(Sends);

        var settings = new Settings(deployment, options, site);
        IEnumerable<Parameter> secrets =
        [
            .. groups.SelectMany(group => settings.Secret(group).Secrets),
            .. isInitiator ? [deployment.ReplicaSet.HubPassword] : Array.Empty<Parameter>(),
            .. hasTelemetry ? [TelemetryPlan.DashboardToken, TelemetryPlan.OtlpKey] : Array.Empty<Parameter>(),
        ];
        var files = new List<(string Name, IReadOnlyList<IKubernetesObject> Objects)>
        {
            ("settings.yaml", [.. groups.Select(objects.ConfigMap)]),
            ("services.yaml", [.. groups.SelectMany(objects.Published)]),
            ("certificates.yaml", [.. groups.SelectMany(objects.Certificates)]),
            ("secrets.yaml", [.. OverlayObjects.Secrets(secrets)]),
            ("network-policies.yaml",
            [
                .. groups.Select(policies.Of),
                .. isInitiator ? [policies.OfTool(Names.Initiator, member.First, needsOtherSites: true)] : Array.Empty<IKubernetesObject>(),
                policies.OfTool(Names.Rotation, member.First, needsOtherSites: false),
                .. isBackup ? [policies.OfTool(Names.Backup, member.First, needsOtherSites: false)] : Array.Empty<IKubernetesObject>(),
            ]),
            ("autoscaling.yaml", [.. groups.Where(group => group.Workload.Scaling is not null).Select(group => BaseObjects.Autoscaler(group, group.Workload.Scaling!))]),
            ("replica-set.yaml", isInitiator ? [.. tools.Initiator()] : []),
            ("rotation.yaml", [.. tools.Rotation()]),
            ("backup.yaml", isBackup ? [.. tools.Backup()] : []),
        }.Where(file => file.Objects.Count > 0).ToList();
        foreach (var (name, content) in files)
        {
            yield return Objects($"overlays/{site}/{name}", content);
        }

        yield return Kustomization($"overlays/{site}", new Kustomization
        {
            Namespace = Names.Namespace,
            Labels = [new KustomizationLabels { Pairs = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = Names.Namespace, ["itframe.site"] = site }, IncludeSelectors = false, IncludeTemplates = true }],
            Resources = ["../../base/site", .. groups.Select(group => $"../../base/{group.Name}"), .. files.Select(file => file.Name)],
            Components = hasTelemetry ? [$"../../{TelemetryComponent}"] : null,
            Images = [.. ImagesOf(groups, hasTelemetry)],
            Patches = [OwnName(member, site), .. groups.Select(group => SettingsOf(group, objects.ConfigMap(group)))],
        });
    }

    /// <summary>A member finds out which of the set's names is its own by calling itself: without the way round by the load balancer.</summary>
    private KustomizationPatch OwnName(WorkloadGroup member, string site) => new()
    {
        Target = new KustomizationTarget { Kind = "StatefulSet", Name = member.Name },
        Patch = $"""
            - op: add
              path: /spec/template/spec/hostAliases
              value:
                - ip: 127.0.0.1
                  hostnames: ["{new Settings(deployment, options, site).Concrete(deployment.FullName(member.First.HealthPort.Host))}"]

            """.ReplaceLineEndings("\n"),
    };

    /// <summary>Pods have read their settings when they started: with others, others are started.</summary>
    private static KustomizationPatch SettingsOf(WorkloadGroup group, V1ConfigMap settings) => new()
    {
        Target = new KustomizationTarget { Kind = group.Workload.DataFolder is null ? "Deployment" : "StatefulSet", Name = group.Name },
        Patch = $"""
            - op: add
              path: /spec/template/metadata/annotations
              value:
                {Names.SettingsAnnotation}: "{Names.Digest(settings.Data.SelectMany(setting => new[] { setting.Key, setting.Value }))}"

            """.ReplaceLineEndings("\n"),
    };

    private static bool Sends(WorkloadGroup group) => group.Workload != Workloads.Member;

    private IEnumerable<KustomizationImage> ImagesOf(IEnumerable<WorkloadGroup> groups, bool hasTelemetry)
    {
        var names = groups.Select(group => group.Workload.Image).Concat(hasTelemetry ? [Images.Collector, Images.Dashboard] : []);
        foreach (var name in names.Distinct())
        {
            if (Images.Default(name, options) is not { } reference)
            {
                continue;
            }

            var digest = reference.IndexOf('@', StringComparison.Ordinal);
            var tag = reference.LastIndexOf(':');
            yield return digest >= 0
                ? new KustomizationImage { Name = name, NewName = reference[..digest], Digest = reference[(digest + 1)..] }
                : new KustomizationImage { Name = name, NewName = reference[..tag], NewTag = reference[(tag + 1)..] };
        }
    }

    /// <summary>Each kind of workload once, as the first site has it that has one.</summary>
    private IEnumerable<WorkloadGroup> Groups() => deployment.Sites.SelectMany(site => WorkloadGroup.At(deployment, site)).DistinctBy(group => group.Name);

    private static GeneratedFile Objects(string path, IReadOnlyList<IKubernetesObject> objects)
        => new($"{Folder}/{path}", Header + string.Join("---\n", objects.Select(value => KubernetesYaml.Serialize(value).ReplaceLineEndings("\n").TrimEnd('\n') + "\n")));

    private static GeneratedFile Kustomization(string folder, Kustomization kustomization)
        => new($"{Folder}/{folder}/{KustomizationFile}", Header + KubernetesYaml.Serialize(kustomization).ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
}
