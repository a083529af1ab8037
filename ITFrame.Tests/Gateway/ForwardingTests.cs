using System.Net;
using ITFrame.Tests.Wan;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class ForwardingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Public_InboundForwardedHeaders_AreNotTrusted()
    {
        await using var lab = await GatewayLab.StartAsync();

        var sent = await SendForwardedAsync(lab, lab.Client);

        Assert.Equal("127.0.0.1", sent["X-Forwarded-For"]);
        Assert.Equal("http", sent["X-Forwarded-Proto"]);
        Assert.StartsWith("127.0.0.1:", sent["X-Forwarded-Host"], StringComparison.Ordinal);
        Assert.DoesNotContain("Forwarded", sent.Keys);
        Assert.DoesNotContain("X-Real-IP", sent.Keys);
        Assert.DoesNotContain("X-Forwarded-Prefix", sent.Keys);
    }

    [Fact]
    public async Task Peer_InboundForwardedHeaders_AreKept()
    {
        await using var lab = await GatewayLab.StartAsync();

        var sent = await SendForwardedAsync(lab, lab.PeerClient);

        Assert.Equal("203.0.113.9, 127.0.0.1", sent["X-Forwarded-For"]);
        Assert.Equal("https", sent["X-Forwarded-Proto"]);
        Assert.Equal("radio.example", sent["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task Answer_Headers_SayWhoServedItAndNotWhatItRuns()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();

        var response = await lab.SendAsync("GET");

        Assert.Equal("london/api-1", response.Headers.GetValues("X-Served-By").Single());
        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task Answer_OfAnotherGateway_KeepsItsReplica()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.Api1.Kill();
        lab.Api2.Kill();
        lab.Peer.Script = (connection, _) => connection.AnswerAsync(200, "x", ("X-Served-By", "frankfurt/api-frankfurt-1"));

        var response = await lab.SendAsync("GET");

        Assert.Equal("frankfurt/api-frankfurt-1", response.Headers.GetValues("X-Served-By").Single());
    }

    [Fact]
    public async Task Answer_OfAReplicaThatClaimsToBeAnother_IsCorrected()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = (connection, _) => connection.AnswerAsync(200, "x", ("X-Served-By", "nobody"));

        Assert.Equal("london/api-1", (await lab.SendAsync("GET")).Headers.GetValues("X-Served-By").Single());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyTooLarge_Post_413AndNobodyIsBlamed(bool chunked)
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Limits:RequestBodyBytes=1000");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x") { Content = new ByteArrayContent(new byte[1001]) };
        request.Headers.TransferEncodingChunked = chunked;

        var response = await lab.Client.SendAsync(request, Cancellation);

        await GatewayLab.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, response);
        Assert.Empty(lab.Reached);
        Assert.All(lab.Upstreams, upstream =>
            Assert.NotEqual(Yarp.ReverseProxy.Model.DestinationHealth.Unhealthy, lab.Health(upstream.Name).Passive));
    }

    [Fact]
    public async Task HeaderTooLarge_Get_431()
    {
        await using var lab = await GatewayLab.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 40_000));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await lab.Client.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task ThroughRouter_ReplicaIsDown_PostGoesElsewhere()
    {
        await using var wan = await WanLab.StartAsync();
        await using var lab = await StartThroughAsync(wan, WanLab.Dead);

        var response = await lab.SendAsync("POST", "x");

        Assert.Equal("peer", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task ThroughRouter_LinkIsCut_PostGoesElsewhereAfterTheConnectTimeout()
    {
        await using var wan = await WanLab.StartAsync();
        wan.Network.Change(wan.Link, conditions: null, cut: true);
        await using var lab = await StartThroughAsync(wan, WanLab.Frankfurt, "--Gateway:Forwarding:ConnectTimeout=00:00:00.3");

        var response = await lab.SendAsync("POST", "x");

        Assert.Equal("peer", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task ThroughRouter_HostIsUnknown_PostGoesElsewhere()
    {
        await using var wan = await WanLab.StartAsync();
        await using var lab = await StartThroughAsync(wan, "nobody.frankfurt.itframe.test");

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("POST", "x")).StatusCode);
    }

    /// <summary>A gateway whose replicas are all behind one host of the network; the other region is reached directly.</summary>
    private static Task<GatewayLab> StartThroughAsync(WanLab wan, string host, params string[] settings)
        => GatewayLab.StartAsync(
        [
            $"--ITFRAME_WAN_PROXY=socks5://127.0.0.1:{wan.RouterPort("london")}",
            .. GatewayLab.Destination("public", "api-1", $"http://{host}", 0),
            .. GatewayLab.Destination("public", "api-2", $"http://{host}", 0),
            .. settings,
        ]);

    private static async Task<IReadOnlyDictionary<string, string>> SendForwardedAsync(GatewayLab lab, HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "radio.example"),
            ("X-Forwarded-Prefix", "/p"), ("Forwarded", "for=203.0.113.9"), ("X-Real-IP", "203.0.113.9"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        await client.SendAsync(request, Cancellation);
        return lab.Upstreams.SelectMany(upstream => upstream.Requests).Single().Headers;
    }
}
