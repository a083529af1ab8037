using ITFrame.Wan;
using ITFrame.Wan.Links;
using ITFrame.Wan.Timing;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class NetworkTests
{
    private readonly Network _network = new(
        new WanOptions
        {
            Sites = [new() { Name = "london" }, new() { Name = "frankfurt" }, new() { Name = "amsterdam" }],
            Links = [new() { A = "frankfurt", B = "london", RoundTripMilliseconds = 10 }],
        },
        new LinkClock(TimeProvider.System));

    [Fact]
    public void Links_EachPairOnce_WithoutThoseInsideASite()
    {
        Assert.Equal(
            ["frankfurt-amsterdam", "frankfurt-london", "london-amsterdam"],
            _network.Links.Select(link => $"{link.A}-{link.B}"));
        Assert.Equal(10, _network.Find("LONDON", "frankfurt")!.Conditions.RoundTripMilliseconds);
        Assert.Same(_network.Find("london", "frankfurt"), _network.Find("frankfurt", "london"));
    }

    [Fact]
    public void SetSiteCut_Cut_TakesAllItsLinksAndItsInside()
    {
        _network.SetSiteCut("london", cut: true);

        Assert.True(_network.Find("london", "frankfurt")!.IsCut);
        Assert.True(_network.Find("london", "amsterdam")!.IsCut);
        Assert.True(_network.Find("london", "london")!.IsCut);
        Assert.False(_network.Find("frankfurt", "amsterdam")!.IsCut);
    }

    [Fact]
    public void SetSiteCut_RestoreOneOfTwo_LinkBetweenThemStaysCut()
    {
        _network.SetSiteCut("london", cut: true);
        _network.SetSiteCut("frankfurt", cut: true);

        _network.SetSiteCut("london", cut: false);

        Assert.True(_network.Find("london", "frankfurt")!.IsCut);
        Assert.False(_network.Find("london", "amsterdam")!.IsCut);
    }

    [Fact]
    public void SetSiteCut_RestoreSite_LinkCutByItselfStaysCut()
    {
        var link = _network.Find("london", "frankfurt")!;
        _network.Change(link, conditions: null, cut: true);

        _network.SetSiteCut("london", cut: true);
        _network.SetSiteCut("london", cut: false);
        Assert.True(link.IsCut);

        _network.Change(link, conditions: null, cut: false);
        Assert.False(link.IsCut);
    }
}
