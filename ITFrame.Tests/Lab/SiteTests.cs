using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

[Collection(LabCollection.Name)]
public sealed class SiteTests(LabFixture lab)
{
    [Theory]
    [InlineData("london", "frankfurt")]
    [InlineData("amsterdam", "london")]
    public async Task SinkSite_TheOthersGoOn_AndRaiseBringsItBack(string sunk, string survivor)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        using var gateway = lab.Gateway(survivor);
        var station = new StationWriter(gateway, lab.DemoKey);
        await station.StoreAsync(TimeSpan.FromSeconds(15), cancellationToken);

        await using (var listeners = Listeners.Start(gateway, "nowplaying/demo", workers: 4))
        {
            await listeners.MoreAsync(50, cancellationToken);
            await lab.CommandAsync($"site-{sunk}", "sink", cancellationToken);
            await station.StoreAsync(TimeSpan.FromSeconds(20), cancellationToken);
            await listeners.MoreAsync(50, cancellationToken);
            Assert.Empty(listeners.Failures);
        }

        await Eventually.TrueAsync(
            async () => await lab.PrimarySiteAsync(gateway, cancellationToken) is { } primary && primary != sunk,
            TimeSpan.FromSeconds(15),
            state: null,
            cancellationToken);
        Assert.All(
            (await lab.ResourcesAsync(cancellationToken)).Where(resource => resource.GetProperty("site").GetString() == sunk),
            resource => Assert.NotEqual("Running", resource.GetProperty("state").GetString()));

        await lab.CommandAsync($"site-{sunk}", "raise", cancellationToken);
        await lab.WaitUntilHealthyAsync(cancellationToken);
        await station.StoreAsync(TimeSpan.FromSeconds(15), cancellationToken);
        var (lost, repeated) = await station.VerifyAsync(cancellationToken);
        Assert.Empty(lost);
        Assert.Empty(repeated);
    }
}
