using System.Net;
using ITFrame.Gateway;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class PeeringTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PeerListener_LocalReplicasFail_NotSentToAnotherRegion()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.Api1.Kill();
        lab.Api2.Kill();

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("GET", client: lab.PeerClient));

        Assert.Empty(lab.Peer.Requests);
    }

    [Fact]
    public async Task PeerListener_OneLocalReplicaFails_TheOtherServes()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.Api1.Kill();

        for (var i = 0; i < 4; i++)
        {
            var response = await lab.SendAsync("GET", client: lab.PeerClient);
            Assert.Equal("london/api-2", response.Headers.GetValues("X-Served-By").Single());
        }
    }

    [Theory]
    [InlineData("Host", "peer.london.itframe.test:8080")]
    [InlineData("X-Forwarded-Port", "8080")]
    [InlineData("X-Served-Via", "frankfurt")]
    public async Task PublicListener_WhateverTheHeader_FallsBackToAnotherRegion(string name, string value)
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.Api1.Kill();
        lab.Api2.Kill();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        request.Headers.TryAddWithoutValidation(name, value);

        var response = await lab.Client.SendAsync(request, Cancellation);

        Assert.Equal("peer", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task TwoGateways_AllReplicasDead_EachRequestEndsAfterOneHop()
    {
        await using var londonApi = new ScriptedUpstream("api-london-1");
        await using var frankfurtApi = new ScriptedUpstream("api-frankfurt-1");
        var (londonPeer, frankfurtPeer) = (GatewayLab.UnusedPort(), GatewayLab.UnusedPort());
        await using var london = await StartAsync("london", londonPeer, londonApi, "frankfurt", frankfurtPeer);
        await using var frankfurt = await StartAsync("frankfurt", frankfurtPeer, frankfurtApi, "london", londonPeer);
        using var client = GatewayLab.CreateClient(PublicPort(london, londonPeer));

        londonApi.Kill();
        var response = await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation);
        Assert.Equal("api-frankfurt-1", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("frankfurt/api-frankfurt-1", response.Headers.GetValues("X-Served-By").Single());

        frankfurtApi.Kill();
        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation));
    }

    private static async Task<WebApplication> StartAsync(string site, int peerPort, ScriptedUpstream api, string otherSite, int otherPeerPort)
    {
        var app = GatewayHost.Build(
            [
                .. GatewayLab.CommonSettings(peerPort), $"--ITFRAME_SITE={site}",
                .. GatewayLab.Destination("public", api, 0), .. GatewayLab.Destination("local", api, 0),
                .. GatewayLab.Destination("public", $"gateway-{otherSite}", $"http://127.0.0.1:{otherPeerPort}", 1),
            ],
            GatewayLab.ContentRoot);
        await app.StartAsync(Cancellation);
        return app;
    }

    private static int PublicPort(WebApplication app, int peerPort)
        => app.Urls.Select(url => new Uri(url).Port).First(port => port != peerPort);
}
