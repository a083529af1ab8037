using ITFrame.AppHost.Publishing.Kubernetes.Resources;
using k8s.Models;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>The Kubernetes files fit together, and pods are what the restricted Pod Security Standard lets in.</summary>
[Collection(PublishingCollection.Name)]
public sealed class KubernetesTests(PublishedFiles published)
{
    private readonly KubernetesFiles _files = KubernetesFiles.Read(published);

    public static TheoryData<string> Sites => ["london", "frankfurt", "amsterdam"];

    [Fact]
    public void EveryFile_LoadsStrictly()
    {
        Assert.Equal(Sites.Select(site => site.Data).Order(), _files.Sites.Order());
        foreach (var file in _files.Files.Keys)
        {
            if (file.EndsWith("/kustomization.yaml", StringComparison.Ordinal))
            {
                Assert.NotEmpty(_files.Kustomization(file[..file.LastIndexOf('/')]).Resources!);
            }
            else
            {
                Assert.NotEmpty(_files.Objects(file));
            }
        }
    }

    [Fact]
    public void Loading_IsStrict()
        => Assert.ThrowsAny<Exception>(() => KubernetesFiles.LoadAny(_files.Files["base/site/site.yaml"].Split("\n---\n")[1].Replace("podSelector:", "podSelectors:", StringComparison.Ordinal)));

    [Fact]
    public void EveryFile_IsLedTo()
    {
        var reached = Sites.SelectMany(site => _files.Resources($"overlays/{site.Data}")).Concat(_files.Resources("components/telemetry")).ToHashSet();
        Assert.Equal(_files.Files.Keys.Where(file => !file.EndsWith("/kustomization.yaml", StringComparison.Ordinal)).Order(), reached.Order());
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Selectors_FindPods_AndPortsAreTheirs(string site)
    {
        var objects = _files.Site(site, HasGateway(site));
        var pods = Pods(objects).ToList();
        foreach (var service in objects.OfType<V1Service>())
        {
            var pod = Assert.Single(pods, pod => Matches(service.Spec.Selector, pod.Template));
            Assert.All(service.Spec.Ports, port => Assert.Contains(pod.Template.Spec.Containers[0].Ports, candidate => candidate.Name == port.TargetPort.Value && candidate.Protocol == port.Protocol));
        }

        Assert.All(objects.OfType<V1Deployment>(), item => Assert.True(Matches(item.Spec.Selector.MatchLabels, item.Spec.Template), item.Metadata.Name));
        Assert.All(objects.OfType<V1StatefulSet>(), item =>
        {
            Assert.True(Matches(item.Spec.Selector.MatchLabels, item.Spec.Template));
            Assert.Contains(objects.OfType<V1Service>(), service => service.Metadata.Name == item.Spec.ServiceName && service.Spec.ClusterIP == "None");
        });
        Assert.All(objects.OfType<V1PodDisruptionBudget>(), item => Assert.Single(pods, pod => Matches(item.Spec.Selector.MatchLabels, pod.Template)));
        Assert.All(objects.OfType<V2HorizontalPodAutoscaler>(), item => Assert.Contains(objects.OfType<V1Deployment>(), target => target.Metadata.Name == item.Spec.ScaleTargetRef.Name && target.Kind == item.Spec.ScaleTargetRef.Kind));
        Assert.All(objects.OfType<V1NetworkPolicy>().SelectMany(policy => Selectors(policy)), selector => Assert.Contains(pods, pod => Matches(selector, pod.Template)));
        foreach (var (name, template) in pods)
        {
            var container = template.Spec.Containers[0];
            var ports = container.Ports?.Select(port => port.Name).ToHashSet() ?? [];
            Assert.Equal(ports.Count, container.Ports?.Count ?? 0);
            var asked = new[] { container.ReadinessProbe, container.LivenessProbe, container.StartupProbe }.OfType<V1Probe>().Select(probe => probe.HttpGet?.Port ?? probe.TcpSocket?.Port).OfType<IntOrString>();
            Assert.All(asked, port => Assert.True(ports.Contains(port.Value), $"{name} is asked for its health at {port.Value}"));
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void References_AreThere(string site)
    {
        var objects = _files.Site(site, HasGateway(site));
        var configMaps = objects.OfType<V1ConfigMap>().ToDictionary(map => map.Metadata.Name, map => map.Data.Keys.ToHashSet());
        var secrets = objects.OfType<ExternalSecret>().ToDictionary(secret => secret.Spec!.Target.Name!, secret => secret.Spec!.Data.Select(data => data.SecretKey!).ToHashSet());
        foreach (var certificate in objects.OfType<Certificate>())
        {
            secrets[certificate.Spec!.SecretName] = ["tls.crt", "tls.key", "ca.crt", .. certificate.Spec.AdditionalOutputFormats is null ? Array.Empty<string>() : ["tls-combined.pem"]];
            Assert.True(certificate.Spec.IssuerRef.Kind == "ClusterIssuer" || objects.OfType<Issuer>().Any(issuer => issuer.Metadata.Name == certificate.Spec.IssuerRef.Name));
        }

        Assert.All(objects.OfType<Issuer>(), issuer => Assert.Superset(new HashSet<string> { "tls.crt", "tls.key" }, secrets[issuer.Spec!.Ca!.SecretName!]));
        // The telemetry component's are asked for where it is taken in.
        secrets["itframe-secrets"] = [.. secrets.GetValueOrDefault("itframe-secrets") ?? [], "otlp-key", "dashboard-token"];
        foreach (var (name, template) in Pods(objects))
        {
            var container = template.Spec.Containers[0];
            Assert.All(container.EnvFrom ?? [], source => Assert.True(configMaps.ContainsKey(source.ConfigMapRef.Name), name));
            foreach (var reference in (container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>())
            {
                Assert.True(secrets[reference.Name].Contains(reference.Key), $"{name} needs {reference.Name}/{reference.Key}");
                Assert.Null(reference.Optional);
            }

            var claims = objects.OfType<V1StatefulSet>().Where(set => set.Metadata.Name == name).SelectMany(set => set.Spec.VolumeClaimTemplates).Select(claim => claim.Metadata.Name);
            Assert.Equal((template.Spec.Volumes ?? []).Select(volume => volume.Name).Concat(claims).Order(), container.VolumeMounts.Select(mount => mount.Name).Order());
            foreach (var volume in template.Spec.Volumes ?? [])
            {
                Assert.True(volume.ConfigMap is null || configMaps.ContainsKey(volume.ConfigMap.Name), volume.Name);
                Assert.True(volume.PersistentVolumeClaim is null || objects.OfType<V1PersistentVolumeClaim>().Any(claim => claim.Metadata.Name == volume.PersistentVolumeClaim.ClaimName), volume.Name);
                Assert.True(volume.Secret is null || secrets.ContainsKey(volume.Secret.SecretName), volume.Name);
                Assert.All(volume.Secret?.Items ?? [], item => Assert.Contains(item.Key, secrets[volume.Secret!.SecretName]));
            }

            // What a variable is made of is defined before it.
            var defined = new HashSet<string>();
            foreach (var variable in container.Env ?? [])
            {
                var used = variable.Value?.Split("$(").Skip(1).Select(part => part[..part.IndexOf(')', StringComparison.Ordinal)]) ?? [];
                Assert.All(used, other => Assert.Contains(other, defined));
                defined.Add(variable.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Pods_AreRestricted(string site)
    {
        foreach (var (name, template) in Pods(_files.Site(site, HasGateway(site))))
        {
            var (pod, container) = (template.Spec, template.Spec.Containers[0]);
            Assert.True(pod.SecurityContext.RunAsNonRoot, name);
            Assert.InRange(pod.SecurityContext.RunAsUser!.Value, 1, int.MaxValue);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken, name);
            Assert.Null(pod.HostNetwork ?? pod.HostPID ?? pod.HostIPC);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation, name);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem, name);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.All(pod.Volumes ?? [], volume => Assert.Null(volume.HostPath));
            Assert.True(container.Resources.Limits.ContainsKey("memory") && container.Resources.Requests.ContainsKey("cpu"), name);
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Images_HaveVersions_OrHaveToBeNamed(string site)
    {
        var images = (_files.Kustomization($"overlays/{site}").Images ?? []).ToDictionary(image => image.Name!, image => image.NewTag ?? image.Digest);
        foreach (var (name, template) in Pods(_files.Site(site)))
        {
            var image = template.Spec.Containers[0].Image;
            Assert.EndsWith(":unset", image, StringComparison.Ordinal);
            Assert.True(image.StartsWith("itframe-", StringComparison.Ordinal) || images.ContainsKey(image[..^":unset".Length]), $"{name}: {image}");
        }

        Assert.DoesNotContain("latest", images.Values);
    }

    [Theory]
    [InlineData("london", "frankfurt")]
    [InlineData("frankfurt", "london")]
    public void Destinations_AreServicesOfTheSite_OrPublishedByTheOther(string site, string other)
    {
        var settings = _files.Site(site).OfType<V1ConfigMap>().Single(map => map.Metadata.Name == "gateway-settings").Data;
        var addresses = settings.Where(setting => setting.Key.EndsWith("__Address", StringComparison.Ordinal)).Select(setting => new Uri(setting.Value)).Distinct().ToList();
        Assert.Equal(2, addresses.Count);
        // Each pod is a destination of its own.
        Assert.Equal("true", settings["Gateway__Resolution__Enabled"]);
        var local = Assert.Single(_files.Site(site).OfType<V1Service>(), service => service.Metadata.Name == addresses.Single(address => !address.Host.Contains('.', StringComparison.Ordinal)).Host);
        Assert.Equal("None", local.Spec.ClusterIP);
        Assert.Contains(local.Spec.Ports, port => port.Port == addresses.Single(address => address.Host == local.Metadata.Name).Port);
        Assert.Contains(local.Metadata.Name, _files.Site(site).OfType<Certificate>().Single(certificate => certificate.Metadata.Name == "api-tls").Spec!.DnsNames);
        var peer = addresses.Single(address => address.Host != local.Metadata.Name);
        Assert.Contains(_files.Site(other).OfType<V1Service>(), service => HostsOf(service).Contains(peer.Host) && service.Spec.Ports.Any(port => port.Port == peer.Port));
        Assert.Contains(peer.Host, _files.Site(other).OfType<Certificate>().Single(certificate => certificate.Metadata.Name == "gateway-public-tls").Spec!.DnsNames);
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Members_AreReachedByTheNamesOfTheSet(string site)
    {
        var job = _files.Site("london").OfType<V1ConfigMap>().Single(map => map.Metadata.Name == "mongo-init").Data["initiate.js"];
        Assert.Contains($"\"host\" : \"mongo.{site}.DOMAIN:27017\"", job, StringComparison.Ordinal);
        Assert.Contains(_files.Site(site).OfType<V1Service>(), service => HostsOf(service).Contains($"mongo.{site}.itframe.example") && service.Spec.Ports.Any(port => port.Port == 27017));
        Assert.Contains($"mongo.{site}.itframe.example", _files.Site(site).OfType<Certificate>().Single(certificate => certificate.Metadata.Name == "mongo-tls").Spec!.DnsNames);
    }

    private static bool HasGateway(string site) => site != "amsterdam";

    private static string[] HostsOf(V1Service service) => service.Metadata.Annotations?.TryGetValue("external-dns.alpha.kubernetes.io/hostname", out var hosts) == true ? hosts.Split(',') : [];

    internal static IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods(IReadOnlyList<object> objects)
        => objects.Select(item => item switch
        {
            V1Deployment deployment => (deployment.Metadata.Name, deployment.Spec.Template),
            V1StatefulSet set => (set.Metadata.Name, set.Spec.Template),
            V1Job job => (job.Metadata.Name, job.Spec.Template),
            V1CronJob job => (job.Metadata.Name, job.Spec.JobTemplate.Spec.Template),
            _ => ("", (V1PodTemplateSpec?)null),
        }).Where(pod => pod.Item2 is not null).Select(pod => (pod.Item1, pod.Item2!));

    private static bool Matches(IDictionary<string, string> selector, V1PodTemplateSpec template)
        => selector.All(label => template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static IEnumerable<IDictionary<string, string>> Selectors(V1NetworkPolicy policy)
        => (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? []).Concat((policy.Spec.Egress ?? []).SelectMany(rule => rule.To ?? []))
            .Where(peer => peer.NamespaceSelector is null)
            .Select(peer => peer.PodSelector?.MatchLabels)
            .Append(policy.Spec.PodSelector.MatchLabels)
            .OfType<IDictionary<string, string>>();
}
