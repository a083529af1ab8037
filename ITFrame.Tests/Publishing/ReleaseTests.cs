using k8s.Models;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>What is published for the next release can be applied over what a cluster has, and starts what has to be started again.</summary>
[Collection(PublishingCollection.Name)]
public sealed class ReleaseTests(PublishedFiles published) : IAsyncLifetime
{
    private readonly PublishedFiles _next = new() { Options = ["--domain", "radio.example", "--image", "mongo=registry.example/mongo:8.0.1", "--telemetry", "on"] };
    private readonly KubernetesFiles _files = KubernetesFiles.Read(published);

    private KubernetesFiles Next => KubernetesFiles.Read(_next);

    public ValueTask InitializeAsync() => _next.InitializeAsync();

    public ValueTask DisposeAsync() => _next.DisposeAsync();

    /// <summary>A Job's template is immutable: one that runs something else has to be another one.</summary>
    [Fact]
    public void Job_WithAnotherImage_IsAnotherJob()
    {
        var job = Assert.Single(_files.Site("london").OfType<V1Job>());
        var next = Assert.Single(Next.Site("london").OfType<V1Job>());

        Assert.NotEqual(job.Metadata.Name, next.Metadata.Name);
        Assert.All([job, next], item => Assert.Matches("^mongo-init-[0-9a-f]{8}$", item.Metadata.Name));
        Assert.Equal("mongo-init", next.Spec.Template.Metadata.Labels["app.kubernetes.io/name"]);
    }

    /// <summary>Variables of a ConfigMap are read when a pod starts.</summary>
    [Fact]
    public void Pods_AreStartedAgain_WhereSettingsChanged()
    {
        foreach (var (workload, changes) in new[] { ("api", true), ("gateway", true), ("mongo", false) })
        {
            var (before, after) = (SettingsOf(_files, workload), SettingsOf(Next, workload));
            Assert.Equal(changes, before.Annotation != after.Annotation);
            Assert.Equal(changes, !before.Data.SequenceEqual(after.Data));
        }
    }

    [Fact]
    public void Telemetry_IsAtSitesThatHaveSomethingToTell()
        => Assert.Equal(["frankfurt", "london"], Next.Sites.Where(site => Next.Kustomization($"overlays/{site}").Components is not null).Order());

    private static (string Annotation, IEnumerable<KeyValuePair<string, string>> Data) SettingsOf(KubernetesFiles files, string workload)
    {
        var patch = Assert.Single(files.Kustomization("overlays/london").Patches!, patch => patch.Target!.Name == workload && patch.Patch!.Contains("itframe.settings", StringComparison.Ordinal));
        Assert.Contains("path: /spec/template/metadata/annotations", patch.Patch!, StringComparison.Ordinal);
        var map = files.Site("london").OfType<V1ConfigMap>().Single(map => map.Metadata.Name == $"{workload}-settings");
        return (patch.Patch!.Split("itframe.settings: ")[1].Trim(), map.Data.OrderBy(setting => setting.Key, StringComparer.Ordinal));
    }
}
