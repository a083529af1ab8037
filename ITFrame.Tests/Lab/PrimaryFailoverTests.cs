using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

[Collection(LabCollection.Name)]
public sealed class PrimaryFailoverTests(LabFixture lab)
{
    [Fact]
    public async Task KillPrimary_AnotherMemberTakesOver_AcknowledgedWritesStay()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        using var frankfurt = lab.Gateway("frankfurt");
        var station = new StationWriter(frankfurt, lab.DemoKey);
        for (var i = 0; i < 20; i++)
        {
            await station.StoreAsync(TimeSpan.FromSeconds(15), cancellationToken);
        }

        var before = await lab.PrimarySiteAsync(frankfurt, cancellationToken);
        Assert.NotNull(before);
        await lab.CommandAsync($"mongo-{before}", "kill", cancellationToken);
        for (var i = 0; i < 20; i++)
        {
            await station.StoreAsync(TimeSpan.FromSeconds(20), cancellationToken);
        }

        await Eventually.TrueAsync(
            async () => await lab.PrimarySiteAsync(frankfurt, cancellationToken) is { } after && after != before,
            TimeSpan.FromSeconds(15),
            state: null,
            cancellationToken);

        await lab.CommandAsync($"mongo-{before}", "resource-start", cancellationToken);
        await lab.WaitUntilHealthyAsync(cancellationToken);
        await Eventually.TrueAsync(
            async () => await station.VerifyAsync(cancellationToken) is { Lost.Count: 0, Repeated.Count: 0 },
            TimeSpan.FromSeconds(15),
            async () => $"Lost or repeated: {await station.VerifyAsync(cancellationToken)}",
            cancellationToken);
        Assert.Equal(40, station.Acknowledged);
    }
}
