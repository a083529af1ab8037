using System.Net;
using ITFrame.Gateway.RateLimits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class RateLimitTests
{
    private const string Never = "0.001";

    [Fact]
    public async Task Client_OverItsBurst_429WithRetryAfterAndNothingGoesOn()
    {
        await using var lab = await GatewayLab.StartAsync($"--Gateway:RateLimits:Client:PerSecond={Never}", "--Gateway:RateLimits:Client:Burst=3");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
        }

        using var refused = await lab.SendAsync("GET");

        await GatewayLab.AssertProblemAsync(HttpStatusCode.TooManyRequests, refused);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 1000);
        Assert.Equal(3, lab.Reached.Count());
        // Neither those who check health nor other gateways are clients.
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET", path: "/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET", client: lab.PeerClient)).StatusCode);
    }

    [Theory]
    [InlineData("Client")]
    [InlineData("Total")]
    public async Task Path_OverItsBurst_OnlyThatPathIsRefused(string scope)
    {
        await using var lab = await GatewayLab.StartAsync(
            "--Gateway:RateLimits:Paths:0:Path=/control/{**path}",
            $"--Gateway:RateLimits:Paths:0:{scope}:PerSecond={Never}", $"--Gateway:RateLimits:Paths:0:{scope}:Burst=1");

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET", path: "/control/a")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await lab.SendAsync("GET", path: "/control/b")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
    }

    [Fact]
    public void Table_AtTheRate_BurstAndThenOneEachInterval()
    {
        var clock = new FakeTimeProvider();
        var table = new RateTable(new RateLimit { PerSecond = 2, Burst = 3 }, 256, clock);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => table.TryTake(7, out TimeSpan _)));
        Assert.False(table.TryTake(7, out var retryAfter));
        Assert.Equal(0.5, retryAfter.TotalSeconds, 0.001);
        Assert.True(table.TryTake(8, out _));

        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => table.TryTake(7, out TimeSpan _)));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => table.TryTake(7, out TimeSpan _)));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Hash_TwoAddresses_SameForOneClient(string one, string other, bool same)
        => Assert.Equal(same, ClientAddress.Hash(IPAddress.Parse(one)) == ClientAddress.Hash(IPAddress.Parse(other)));
}
