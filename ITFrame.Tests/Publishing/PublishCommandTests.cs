using Xunit;

namespace ITFrame.Tests.Publishing;

public sealed class PublishCommandTests
{
    [Fact]
    public async Task Help_NamesEveryOption()
    {
        var (exitCode, output) = await PublishedFiles.RunAsync("publish", "--help");

        Assert.Equal(0, exitCode);
        Assert.All(["--output", "--domain", "--image", "--network", "--telemetry", "--gateway-class"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--output")]
    [InlineData("--domain 'not a domain' is not a domain name", "--domain", "not a domain")]
    [InlineData("--image 'itframe-api=registry.example/api:latest'", "--image", "itframe-api=registry.example/api:latest")]
    [InlineData("--image 'itframe-api=registry.example/api'", "--image", "itframe-api=registry.example/api")]
    [InlineData("'nginx'", "--image", "nginx=nginx:1")]
    [InlineData("--network 'london=somewhere'", "--network", "london=somewhere")]
    [InlineData("'paris'", "--network", "paris=192.0.2.0/24")]
    [InlineData("'--colour=red'", "--colour=red")]
    [InlineData("--gateway-class 'Envoy Gateway' is not a name", "--gateway-class", "Envoy Gateway")]
    [InlineData("Lab:Layout=2016", "--Lab:Layout=2016")]
    [InlineData("Lab:Tls=off", "--Lab:Tls=off")]
    public async Task BadArguments_AreRefusedByName_AndNothingIsWritten(string complaint, params string[] arguments)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"itframe-publish-{Guid.NewGuid():n}");
        string[] output = complaint == "--output" ? [] : ["--output", folder];

        var (exitCode, text) = await PublishedFiles.RunAsync(["publish", .. output, .. arguments]);

        Assert.Equal(1, exitCode);
        Assert.Contains(complaint, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Options_EndUpInTheFiles()
    {
        var digest = $"sha256:{new string('a', 64)}";
        var folder = Directory.CreateTempSubdirectory("itframe-publish-").FullName;
        try
        {
            var (exitCode, output) = await PublishedFiles.RunAsync(
                "publish", "--output", folder, "--domain", "radio.example", "--image", $"itframe-api=registry.example/api@{digest}", "--network", "london=198.18.0.0/24",
                "--telemetry", "on", "--Lab:Regions:2:Site=paris", "--Lab:Regions:2:Replicas=3");
            Assert.True(exitCode == 0, output);

            var files = PublishedFiles.Read(folder);
            Assert.Contains("gateway.paris.radio.example", files["kubernetes/overlays/paris/services.yaml"], StringComparison.Ordinal);
            Assert.Contains($"digest: {digest}", files["kubernetes/overlays/london/kustomization.yaml"], StringComparison.Ordinal);
            Assert.Contains("cidr: 198.18.0.0/24", files["kubernetes/overlays/paris/network-policies.yaml"], StringComparison.Ordinal);
            Assert.Contains("../../components/telemetry", files["kubernetes/overlays/paris/kustomization.yaml"], StringComparison.Ordinal);
            Assert.Contains("minReplicas: 3", files["kubernetes/overlays/paris/autoscaling.yaml"], StringComparison.Ordinal);
            Assert.Contains($"${{ITFRAME_API_IMAGE:-registry.example/api@{digest}}}", files["compose/paris/compose.yaml"], StringComparison.Ordinal);
            Assert.Contains("ITFRAME_DOMAIN=radio.example", files["compose/paris/.env.example"], StringComparison.Ordinal);
            // Three regions are a majority without a witness.
            Assert.DoesNotContain(files.Keys, file => file.Contains("amsterdam", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
