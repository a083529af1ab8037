using ITFrame.AppHost.Publishing.Kubernetes.Resources;
using k8s;
using k8s.Models;
using EdgeGateway = ITFrame.AppHost.Publishing.Kubernetes.Resources.Gateway;

namespace ITFrame.Tests.Publishing;

/// <summary>The Kubernetes files, loaded strictly: a field that a kind does not have, or that stands twice, is an error.</summary>
internal sealed class KubernetesFiles
{
    private static readonly Dictionary<string, Func<string, object>> Kinds = new()
    {
        ["v1/Namespace"] = Load<V1Namespace>,
        ["v1/Service"] = Load<V1Service>,
        ["v1/ConfigMap"] = Load<V1ConfigMap>,
        ["v1/PersistentVolumeClaim"] = Load<V1PersistentVolumeClaim>,
        ["apps/v1/Deployment"] = Load<V1Deployment>,
        ["apps/v1/StatefulSet"] = Load<V1StatefulSet>,
        ["batch/v1/Job"] = Load<V1Job>,
        ["batch/v1/CronJob"] = Load<V1CronJob>,
        ["policy/v1/PodDisruptionBudget"] = Load<V1PodDisruptionBudget>,
        ["autoscaling/v2/HorizontalPodAutoscaler"] = Load<V2HorizontalPodAutoscaler>,
        ["networking.k8s.io/v1/NetworkPolicy"] = Load<V1NetworkPolicy>,
        ["cert-manager.io/v1/Certificate"] = Load<Certificate>,
        ["cert-manager.io/v1/Issuer"] = Load<Issuer>,
        ["external-secrets.io/v1/ExternalSecret"] = Load<ExternalSecret>,
        ["gateway.networking.k8s.io/v1/Gateway"] = Load<EdgeGateway>,
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = Load<HttpRoute>,
        ["gateway.networking.k8s.io/v1/TLSRoute"] = Load<TlsRoute>,
    };

    private KubernetesFiles(IReadOnlyDictionary<string, string> files) => Files = files;

    /// <summary>The files, by path below <c>kubernetes/</c>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public IEnumerable<string> Sites => Files.Keys.Where(path => path.StartsWith("overlays/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Distinct();

    public static KubernetesFiles Read(PublishedFiles published) => Read(published.All);

    public static KubernetesFiles Read(IReadOnlyDictionary<string, string> published)
        => new(published.Where(file => file.Key.StartsWith("kubernetes/", StringComparison.Ordinal)).ToDictionary(file => file.Key["kubernetes/".Length..], file => file.Value));

    /// <summary>Every object of a file.</summary>
    public IReadOnlyList<object> Objects(string path) => [.. Files[path].Split("\n---\n").Select(LoadAny)];

    public Kustomization Kustomization(string folder) => Load<Kustomization>(Files[$"{folder}/kustomization.yaml"]);

    /// <summary>Every object that an overlay leads to, and the telemetry component's where it is asked for.</summary>
    public IReadOnlyList<object> Site(string site, bool withTelemetry = false)
        => [.. Resources($"overlays/{site}").Concat(withTelemetry ? Resources("components/telemetry") : []).SelectMany(Objects)];

    /// <summary>The files that a kustomization leads to.</summary>
    public IEnumerable<string> Resources(string folder)
    {
        foreach (var resource in Kustomization(folder).Resources ?? [])
        {
            var path = Resolve(folder, resource);
            foreach (var file in resource.EndsWith(".yaml", StringComparison.Ordinal) ? [path] : Resources(path))
            {
                yield return file;
            }
        }
    }

    /// <summary>A path as a kustomization has it, below <c>kubernetes/</c>.</summary>
    public static string Resolve(string folder, string path)
    {
        var parts = folder.Split('/').ToList();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Loads an object by what it says that it is.</summary>
    public static object LoadAny(string yaml)
    {
        var header = KubernetesYaml.Deserialize<KubernetesObject>(yaml);
        return Kinds.TryGetValue($"{header.ApiVersion}/{header.Kind}", out var load) ? load(yaml) : throw new InvalidOperationException($"Nobody knows how to check a {header.ApiVersion}/{header.Kind}.");
    }

    private static T Load<T>(string yaml) => KubernetesYaml.Deserialize<T>(yaml, strict: true);
}
