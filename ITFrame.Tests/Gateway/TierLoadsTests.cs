using ITFrame.Gateway.Tiers;
using Xunit;

namespace ITFrame.Tests.Gateway;

/// <summary>The figures of Envoy's documentation of priority levels, with its overprovisioning of 1.4.</summary>
public sealed class TierLoadsTests
{
    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(0.72, 0.72, 1, 0)]
    [InlineData(0.71, 0.71, 0.994, 0.006)]
    [InlineData(0.5, 0.5, 0.7, 0.3)]
    [InlineData(0.5, 1, 0.7, 0.3)]
    [InlineData(0.25, 0.25, 0.5, 0.5)]
    [InlineData(0.25, 0, 1, 0)]
    [InlineData(0, 0.25, 0, 1)]
    [InlineData(0, 0, 0, 0)]
    public void Spread_TwoTiers_AsEnvoyDoes(double first, double second, double firstLoad, double secondLoad)
    {
        var loads = TierLoads.Spread([first, second], 1.4);

        Assert.Equal(firstLoad, loads[0], 6);
        Assert.Equal(secondLoad, loads[1], 6);
    }

    [Fact]
    public void Spread_ThreeTiers_TheRestGoesOn()
    {
        var loads = TierLoads.Spread([0.2, 0.3, 1], 1.4);

        Assert.Equal([0.28, 0.42, 0.3], loads.Select(load => Math.Round(load, 6)));
    }
}
