using System.Net;
using Xunit;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TransportFailure_FirstOne_TakesTheDestinationOutAtOnce()
    {
        await using var lab = await GatewayLab.StartAsync("--ReverseProxy:Clusters:public:HealthCheck:Passive:ReactivationPeriod=00:10:00");
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.ResetAsync;
        await lab.SendAsync("GET");
        Assert.Equal(DestinationHealth.Unhealthy, lab.Health("api-1").Passive);

        for (var i = 0; i < 10; i++)
        {
            await lab.SendAsync("GET");
        }

        Assert.Single(lab.Api1.Requests);
    }

    [Fact]
    public async Task TransportFailure_TimeHasPassed_DestinationIsBack()
    {
        await using var lab = await GatewayLab.StartAsync("--ReverseProxy:Clusters:public:HealthCheck:Passive:ReactivationPeriod=00:00:00.05");
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.ResetAsync;
        await lab.SendAsync("GET");
        lab.Api1.Script = null;

        await GatewayLab.ConditionAsync(async () => (await lab.SendAsync("GET")).IsSuccessStatusCode && lab.Api1.Requests.Count > 1);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task ErrorStatus_IsNoTransportFailure(int status)
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = (connection, _) => connection.AnswerAsync(status, "");

        await lab.SendAsync("GET");

        Assert.NotEqual(DestinationHealth.Unhealthy, lab.Health("api-1").Passive);
    }

    [Fact]
    public async Task ActiveChecks_ReplicaNotReadyAndBack_IsLeftOutAndTakenBack()
    {
        await using var lab = await GatewayLab.StartAsync(GatewayLab.FastChecks);
        await HealthBecomesAsync(lab, "api-1", DestinationHealth.Healthy);

        lab.Api1.IsReady = false;
        await HealthBecomesAsync(lab, "api-1", DestinationHealth.Unhealthy);
        lab.Api1.IsReady = true;
        await HealthBecomesAsync(lab, "api-1", DestinationHealth.Healthy);
    }

    [Fact]
    public async Task ActiveChecks_FrozenReplica_IsLeftOut()
    {
        await using var lab = await GatewayLab.StartAsync(GatewayLab.FastChecks);
        await HealthBecomesAsync(lab, "api-1", DestinationHealth.Healthy);

        lab.Api1.Freeze();
        await HealthBecomesAsync(lab, "api-1", DestinationHealth.Unhealthy);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("api-2", await lab.Client.GetStringAsync(new Uri("/x", UriKind.Relative), Cancellation));
        }
    }

    [Fact]
    public async Task ActiveChecks_AllLocalReplicasKilledAndBack_OtherRegionMeanwhile()
    {
        await using var lab = await GatewayLab.StartAsync(GatewayLab.FastChecks);
        lab.Api1.Kill();
        lab.Api2.Kill();
        await HealthBecomesAsync(lab, "api-1", DestinationHealth.Unhealthy);
        await HealthBecomesAsync(lab, "api-2", DestinationHealth.Unhealthy);
        Assert.Equal("peer", await lab.Client.GetStringAsync(new Uri("/x", UriKind.Relative), Cancellation));

        lab.Api2.Restart();

        await GatewayLab.ConditionAsync(async () => await lab.Client.GetStringAsync(new Uri("/x", UriKind.Relative), Cancellation) == "api-2");
    }

    [Fact]
    public async Task Ready_DestinationsComeAndGo_EachListenerLooksAtItsOwn()
    {
        await using var lab = await GatewayLab.StartAsync(GatewayLab.FastChecks);
        await ReadyBecomesAsync(lab.Client, HttpStatusCode.OK);
        await ReadyBecomesAsync(lab.PeerClient, HttpStatusCode.OK);

        lab.Api1.Kill();
        lab.Api2.Kill();
        await ReadyBecomesAsync(lab.PeerClient, HttpStatusCode.ServiceUnavailable);
        await ReadyBecomesAsync(lab.Client, HttpStatusCode.OK);

        lab.Peer.Kill();
        await ReadyBecomesAsync(lab.Client, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await lab.Client.GetAsync(new Uri("/health/live", UriKind.Relative), Cancellation)).StatusCode);

        lab.Api1.Restart();
        await ReadyBecomesAsync(lab.PeerClient, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_NothingChecked_NotYet()
    {
        await using var lab = await GatewayLab.StartAsync();

        await ReadyBecomesAsync(lab.Client, HttpStatusCode.ServiceUnavailable);
        Assert.Empty(lab.Reached);
    }

    [Fact]
    public async Task Stop_RequestUnderWay_NotReadyButFinishesIt()
    {
        await using var lab = await GatewayLab.StartAsync([.. GatewayLab.FastChecks, "--Gateway:Drain:Delay=00:00:10"]);
        await ReadyBecomesAsync(lab.Client, HttpStatusCode.OK);
        var release = new TaskCompletionSource();
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = async (connection, _) =>
            {
                await release.Task;
                await connection.AnswerAsync(200, "done");
            };
        }

        var request = lab.Client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation);
        await GatewayLab.ConditionAsync(() => Task.FromResult(lab.Reached.Any()));
        var stopping = lab.StopAsync();
        await ReadyBecomesAsync(lab.Client, HttpStatusCode.ServiceUnavailable);
        release.SetResult();

        Assert.Equal("done", await (await request).Content.ReadAsStringAsync(Cancellation));
        Assert.True((await lab.SendAsync("GET")).Headers.ConnectionClose);
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => lab.SendAsync("GET"));
    }

    private static Task HealthBecomesAsync(GatewayLab lab, string destination, DestinationHealth health)
        => GatewayLab.ConditionAsync(() => Task.FromResult(lab.Health(destination).Active == health));

    private static Task ReadyBecomesAsync(HttpClient client, HttpStatusCode status)
        => GatewayLab.ConditionAsync(async () =>
            (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation)).StatusCode == status);
}
