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

    private static async Task<HashSet<string>> NamesAsync(params string[] arguments)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.ITFrame_AppHost>(
            ["--Lab:RandomPorts=true", "--Lab:Mongo=embedded", .. arguments], TestContext.Current.CancellationToken);
        return builder.Resources.Select(resource => resource.Name).ToHashSet();
    }
}
