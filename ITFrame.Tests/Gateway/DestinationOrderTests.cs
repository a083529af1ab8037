using ITFrame.Gateway.Retries;
using Xunit;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

public sealed class DestinationOrderTests
{
    private readonly DestinationState _a = TestDestinations.Create("a", 0);
    private readonly DestinationState _b = TestDestinations.Create("b", 0);
    private readonly DestinationState _far = TestDestinations.Create("far", 1);
    private readonly DestinationState _farther = TestDestinations.Create("farther", 2);

    private DestinationState[] All => [_farther, _far, _a, _b];

    [Fact]
    public void Next_FirstAttempt_WhatThePolicyOffers() => Assert.Equal(["far", "b"], Next([_far, _b]));

    [Fact]
    public void Next_OneFailed_TheRestOfTheOffer() => Assert.Equal(["b"], Next([_a, _b], _a));

    [Fact]
    public void Next_RestOfTheOfferIsUnhealthyByNow_NextTier()
    {
        _b.Health.Passive = DestinationHealth.Unhealthy;

        Assert.Equal(["far"], Next([_a, _b], _a));
    }

    [Fact]
    public void Next_OfferIsUsedUp_TierByTier()
    {
        Assert.Equal(["far"], Next([_a, _b], _a, _b));
        Assert.Equal(["farther"], Next([_a, _b], _a, _b, _far));
        Assert.Empty(Next([_a, _b], _a, _b, _far, _farther));
    }

    [Fact]
    public void Next_OnlyHigherTierWasOffered_ComesBackToTheLowerOne() => Assert.Equal(["a", "b"], Next([_far], _far));

    [Fact]
    public void Next_NobodyHealthyLeft_UnhealthyOnesByTier()
    {
        _b.Health.Active = DestinationHealth.Unhealthy;
        _far.Health.Active = DestinationHealth.Unhealthy;
        _farther.Health.Active = DestinationHealth.Unhealthy;

        Assert.Equal(["b"], Next([_a], _a));
        Assert.Equal(["far"], Next([_a], _a, _b));
        Assert.False(DestinationOrder.HasAlternative(All, [_a]));
    }

    // By name: a destination is a list of itself, which a comparison of collections would descend into for ever.
    private IEnumerable<string> Next(DestinationState[] offered, params DestinationState[] tried)
        => DestinationOrder.NextCandidates(offered, All, tried).Select(destination => destination.DestinationId);
}
