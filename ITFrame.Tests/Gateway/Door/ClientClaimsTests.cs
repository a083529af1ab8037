using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class ClientClaimsTests
{
    private static readonly string[] Names =
    [
        "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Anything", "x-forwarded-user", "Forwarded", "X-Real-IP",
        "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Original-URL", "X-Rewrite-URL", "X-Client-Cert",
    ];

    [Fact]
    public async Task Public_ClientSaysWhoItIs_NoneOfItGoesOn()
    {
        await using var lab = await GatewayLab.StartAsync();

        var sent = await SendAsync(lab, lab.Client);

        Assert.DoesNotContain(sent.Values, value => value.Contains("claimed", StringComparison.Ordinal));
        Assert.Equal(
            ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"],
            sent.Keys.Where(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Peer_GatewaySaysWhoTheClientIs_GoesOn()
    {
        await using var lab = await GatewayLab.StartAsync();

        var sent = await SendAsync(lab, lab.PeerClient);

        // The gateways tell each other by X-Forwarded-*; YARP takes the standard's header out.
        Assert.All(Names.Except(["Forwarded"]), name => Assert.StartsWith("claimed", sent[name], StringComparison.Ordinal));
        Assert.Equal("claimed, 127.0.0.1", sent["X-Forwarded-For"]);
    }

    private static async Task<IReadOnlyDictionary<string, string>> SendAsync(GatewayLab lab, HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        foreach (var name in Names)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, "claimed"));
        }

        await client.SendAsync(request, TestContext.Current.CancellationToken);
        return lab.Upstreams.SelectMany(upstream => upstream.Requests).Single().Headers;
    }
}
