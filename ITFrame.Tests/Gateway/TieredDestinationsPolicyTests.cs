using ITFrame.Gateway.Health;
using ITFrame.Gateway.Tiers;
using Xunit;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

public sealed class TieredDestinationsPolicyTests
{
    private const DestinationHealth Healthy = DestinationHealth.Healthy;
    private const DestinationHealth Unhealthy = DestinationHealth.Unhealthy;

    [Fact]
    public void Available_AllHealthy_LowestTier()
        => Assert.Equal(["a", "b"], Available(Create("far", 1, Healthy), Create("a", 0, Healthy), Create("b", 0, Healthy)));

    [Fact]
    public void Available_NotCheckedYet_CountsAsHealthy()
        => Assert.Equal(["a", "b"], Available(Create("a", 0), Create("b", 0, Healthy), Create("far", 1, Healthy)));

    [Fact]
    public void Available_NoTierGiven_IsTheLowest()
        => Assert.Equal(["a"], Available(Create("a"), Create("far", 1, Healthy)));

    [Fact]
    public void Available_OneUnhealthy_TheOtherOfItsTier()
        => Assert.Equal(["b"], Available(Create("a", 0, Unhealthy), Create("b", 0, Healthy), Create("far", 1, Healthy)));

    [Fact]
    public void Available_HealthyByCheckButFailed_IsLeftOut()
        => Assert.Equal(["b"], Available(Create("a", 0, Healthy, Unhealthy), Create("b", 0, Healthy), Create("far", 1, Healthy)));

    [Fact]
    public void Available_WholeTierUnhealthy_NextTier()
        => Assert.Equal(["far"], Available(Create("a", 0, Unhealthy), Create("b", 0, Healthy, Unhealthy), Create("far", 1), Create("farther", 2)));

    [Fact]
    public void Available_TiersWithGaps_AreTakenInOrder()
        => Assert.Equal(["farther"], Available(Create("farther", 7), Create("farthest", 10), Create("a", 0, Unhealthy)));

    [Fact]
    public void Available_NobodyHealthy_AllOfTheLowestTier()
        => Assert.Equal(["a", "b"], Available(Create("a", 0, Unhealthy), Create("b", 0, Healthy, Unhealthy), Create("far", 1, Unhealthy)));

    [Fact]
    public void Offer_TooFewHealthy_NextTierGetsWhatIsMissing()
    {
        var offer = Offer(new TierOptions(), Create("a", 0, Unhealthy), Create("b", 0, Healthy), Create("far", 1, Healthy));

        Assert.Equal([0, 1], offer.Tiers.Select(tier => tier.Tier));
        Assert.Equal(0.7, offer.Tiers[0].Share, 9);
        Assert.Equal("b", Assert.Single(offer.Choose(0.69)).DestinationId);
        Assert.Equal("far", Assert.Single(offer.Choose(0.71)).DestinationId);
        Assert.Equal("far", Assert.Single(offer.Choose(0.9999999)).DestinationId);
    }

    [Fact]
    public void Offer_TooFewHealthyAndNobodyElse_TheTierCarriesAll()
        => Assert.Equal(1, Assert.Single(Offer(new TierOptions(), Create("a", 0, Unhealthy), Create("b", 0, Healthy)).Tiers).Share);

    [Fact]
    public void Offer_MostAreUnhealthyEverywhere_PanicOffersAllOfThem()
    {
        var offer = Offer(new TierOptions(), Create("a", 0, Unhealthy), Create("b", 0, Unhealthy), Create("c", 0, Healthy), Create("far", 1, Unhealthy));

        Assert.Equal(["a", "b", "c"], offer.Select(destination => destination.DestinationId));
    }

    [Fact]
    public void Offer_MostAreUnhealthyHereButNotThere_NoPanic()
    {
        var offer = Offer(new TierOptions(), Create("a", 0, Unhealthy), Create("b", 0, Unhealthy), Create("c", 0, Healthy), Create("far", 1, Healthy));

        Assert.Equal(["c", "far"], offer.Select(destination => destination.DestinationId));
    }

    [Fact]
    public void Available_NoDestinations_Nobody() => Assert.Empty(Available());

    private static DestinationState Create(
        string id, int? tier = null, DestinationHealth active = DestinationHealth.Unknown, DestinationHealth passive = DestinationHealth.Unknown)
        => TestDestinations.Create(id, tier, active, passive);

    private static IEnumerable<string> Available(params DestinationState[] all)
        => Policy(new TierOptions { Overprovisioning = 2 }).GetAvailalableDestinations(new ClusterConfig { ClusterId = "c" }, all)
            .Select(destination => destination.DestinationId);

    private static TieredOffer Offer(TierOptions options, params DestinationState[] all)
        => Assert.IsType<TieredOffer>(Policy(options).GetAvailalableDestinations(new ClusterConfig { ClusterId = "c" }, all));

    private static TieredDestinationsPolicy Policy(TierOptions options)
        => new(TestSettings.Create(new() { Tiers = options }), new DestinationRecords(), TimeProvider.System);
}
