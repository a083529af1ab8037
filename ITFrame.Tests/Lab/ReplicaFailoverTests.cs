using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

[Collection(LabCollection.Name)]
public sealed class ReplicaFailoverTests(LabFixture lab)
{
    [Fact]
    public async Task KillReplica_UnderLoad_FailsNoGet()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        using var london = lab.Gateway("london");
        await using (var listeners = Listeners.Start(london, "nowplaying/demo"))
        {
            await listeners.MoreAsync(200, cancellationToken);
            await lab.CommandAsync("api-london-1", "kill", cancellationToken);
            await listeners.MoreAsync(500, cancellationToken);
            await lab.CommandAsync("api-london-1", "resource-start", cancellationToken);
            await lab.WaitUntilHealthyAsync(cancellationToken);
            await listeners.MoreAsync(200, cancellationToken);
            Assert.Empty(listeners.Failures);
        }
    }

    [Fact]
    public async Task KillAllReplicasOfARegion_UnderLoad_OtherRegionAnswers()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        using var london = lab.Gateway("london");
        await using (var listeners = Listeners.Start(london, "nowplaying/demo"))
        {
            await listeners.MoreAsync(100, cancellationToken);
            await lab.CommandAsync("api-london-1", "kill", cancellationToken);
            await lab.CommandAsync("api-london-2", "kill", cancellationToken);
            await listeners.MoreAsync(300, cancellationToken);

            using var response = await london.GetAsync(new Uri("nowplaying/demo", UriKind.Relative), cancellationToken);
            Assert.StartsWith("frankfurt/", response.Headers.GetValues("X-Served-By").Single(), StringComparison.Ordinal);

            await lab.CommandAsync("api-london-1", "resource-start", cancellationToken);
            await lab.CommandAsync("api-london-2", "resource-start", cancellationToken);
            await lab.WaitUntilHealthyAsync(cancellationToken);
            Assert.Empty(listeners.Failures);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await london.GetAsync(new Uri("nowplaying/demo", UriKind.Relative), cancellationToken);
                return response.Headers.GetValues("X-Served-By").Single().StartsWith("london/", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(30),
            state: null,
            cancellationToken);
    }

    [Fact]
    public async Task FreezeReplica_UnderLoad_FailsNoGet()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        using var london = lab.Gateway("london");
        await using (var listeners = Listeners.Start(london, "nowplaying/demo"))
        {
            await listeners.MoreAsync(100, cancellationToken);
            await lab.CommandAsync("api-london-2", "freeze", cancellationToken);
            await listeners.MoreAsync(300, cancellationToken);
            await lab.CommandAsync("api-london-2", "thaw", cancellationToken);
            await lab.WaitUntilHealthyAsync(cancellationToken);
            Assert.Empty(listeners.Failures);
        }
    }
}
