using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary><c>kubectl kustomize</c> builds every overlay, and what it builds loads as strictly as what it was built of.</summary>
[Collection(PublishingCollection.Name)]
public sealed class KustomizeTests(PublishedFiles published)
{
    [Theory]
    [InlineData("london")]
    [InlineData("frankfurt")]
    [InlineData("amsterdam")]
    public async Task Overlay_IsBuilt(string site)
    {
        Assert.SkipUnless(Kubectl() is not null, "There is no kubectl.");
        var (exitCode, output) = await PublishedFiles.RunProgramAsync(Kubectl()!, "kustomize", Path.Combine(published.Folder, "kubernetes", "overlays", site));
        Assert.True(exitCode == 0, output);

        var objects = output.Split("\n---\n").Select(KubernetesFiles.LoadAny).ToList();
        Assert.Equal(KubernetesFiles.Read(published).Site(site).Count, objects.Count);
        Assert.Contains($"- mongo.{site}.itframe.example", output, StringComparison.Ordinal);
        Assert.Contains("image: mongo:8.0", output, StringComparison.Ordinal);
        Assert.Contains($"itframe.site: {site}", output, StringComparison.Ordinal);
    }

    private static string? Kubectl()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
}
