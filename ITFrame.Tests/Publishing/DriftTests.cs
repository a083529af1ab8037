using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>The files in <c>deploy/</c> are those that the model makes.</summary>
[Collection(PublishingCollection.Name)]
public sealed class DriftTests(PublishedFiles published)
{
    private static readonly string[] Generated = ["compose", "kubernetes"];

    private static readonly IReadOnlyDictionary<string, string> CheckedIn = Generated
        .SelectMany(folder => PublishedFiles.Read(Path.Combine(PublishedFiles.Repository, "deploy", folder)).Select(file => KeyValuePair.Create($"{folder}/{file.Key}", file.Value)))
        .Where(file => !IsOperators(file.Key))
        .ToDictionary();

    [Fact]
    public void CheckedInFiles_AreThoseThatPublishWrites()
    {
        Assert.Equal(published.All.Keys.Order(StringComparer.Ordinal), CheckedIn.Keys.Order(StringComparer.Ordinal));
        Assert.All(published.All, file => Assert.True(
            file.Value == CheckedIn[file.Key],
            $"deploy/{file.Key} is not what the model makes: dotnet run --project ITFrame.AppHost -- publish --output deploy"));
    }

    [Fact]
    public void Scripts_AreExecutable()
    {
        var scripts = published.All.Where(file => file.Value.StartsWith("#!", StringComparison.Ordinal)).Select(file => file.Key).ToList();
        Assert.NotEmpty(scripts);
        foreach (var folder in (string[])[published.Folder, Path.Combine(PublishedFiles.Repository, "deploy")])
        {
            Assert.All(scripts, script => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder, script)).HasFlag(UnixFileMode.UserExecute), script));
        }
    }

    [Theory]
    [InlineData("-----BEGIN")]
    [InlineData("itframe.test")]
    [InlineData("127.0.0.1:1")]
    [InlineData(".lab")]
    public void NothingOfTheLab_IsWritten(string text)
        => Assert.All(published.All, file => Assert.DoesNotContain(text, file.Value, StringComparison.Ordinal));

    /// <summary>What an operator keeps beside the files: settings, certificates, the authority.</summary>
    private static bool IsOperators(string path)
        => path.EndsWith("/.env", StringComparison.Ordinal) || path.Contains("/tls/", StringComparison.Ordinal) || path.StartsWith("compose/authority/", StringComparison.Ordinal);
}
