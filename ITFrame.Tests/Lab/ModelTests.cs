using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>What the configuration makes of the model, read without starting anything.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task Model_AsConfigured_HasTwoRegionsAndAWitness()
    {
        var names = await NamesAsync();

        Assert.Superset(
            new HashSet<string> { "gateway-london", "gateway-frankfurt", "api-london-1", "api-london-2", "api-frankfurt-1", "api-frankfurt-2", "mongo-london", "mongo-frankfurt", "mongo-amsterdam", "site-amsterdam", "wan", "console", "mongo" },
            names);
        Assert.DoesNotContain(names, name => name.StartsWith("arbiter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Model_ThirdRegion_IsAMajorityWithoutTheWitness()
    {
        var names = await NamesAsync("--Lab:Regions:2:Site=paris", "--Lab:Regions:2:Replicas=1");

        Assert.Superset(new HashSet<string> { "gateway-paris", "api-paris-1", "mongo-paris", "site-paris" }, names);
        Assert.DoesNotContain("api-paris-2", names);
        Assert.DoesNotContain("mongo-amsterdam", names);
        Assert.DoesNotContain("site-amsterdam", names);
    }

    [Fact]
    public async Task Model_LayoutOf2016_HasAnArbiterInTheFirstRegion()
    {
        var names = await NamesAsync("--Lab:Layout=2016");

        Assert.Contains("arbiter-london", names);
        Assert.DoesNotContain("mongo-amsterdam", names);
        Assert.DoesNotContain("site-amsterdam", names);
    }

    [Theory]
    [InlineData("on", "https")]
    [InlineData("off", "http")]
    public async Task Model_Tls_DecidesTheSchemeOfServices(string tls, string scheme)
    {
        await using var builder = await CreateAsync($"--Lab:Tls={tls}");
        var endpoints = builder.Resources
            .SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (resource.Name, Endpoint: endpoint)))
            .Where(entry => entry.Endpoint.UriScheme is "http" or "https")
            .ToList();

        // A gateway's plain port stays, to redirect.
        Assert.All(endpoints.Where(entry => entry.Endpoint.Name != "http" || !entry.Name.StartsWith("gateway", StringComparison.Ordinal)), entry => Assert.Equal(scheme, entry.Endpoint.UriScheme));
        Assert.Contains(endpoints, entry => entry.Name == "gateway-london" && entry.Endpoint.UriScheme == scheme);
    }

    private static async Task<HashSet<string>> NamesAsync(params string[] arguments)
    {
        await using var builder = await CreateAsync(arguments);
        return builder.Resources.Select(resource => resource.Name).ToHashSet();
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] arguments)
        => DistributedApplicationTestingBuilder.CreateAsync<Projects.ITFrame_AppHost>(
            ["--Lab:RandomPorts=true", "--Lab:Mongo=embedded", .. arguments], TestContext.Current.CancellationToken);
}
