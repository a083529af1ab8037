using System.Net;
using System.Text;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>Clients that hold connections by sending almost nothing (Slowloris).</summary>
public sealed class SlowClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--Gateway:Limits:RequestHeaderTimeout=00:00:00.5", "GET /x HTTP/1.1\r\nHost: a\r\nX-Name: ")]
    [InlineData("--Gateway:Limits:RateGracePeriod=00:00:01.1", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx")]
    public async Task Request_DoesNotGoOn_408(string setting, string beginning)
    {
        await using var lab = await GatewayLab.StartAsync(setting);
        await using var stream = await RawClient.ConnectAsync(lab.PublicPort);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(GatewayLab.Deadline);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), Cancellation);

        var answer = await RawClient.ReadToEndAsync(stream, deadline.Token);

        Assert.Equal([408], RawClient.Statuses(answer));
        Assert.Empty(lab.Reached);
    }

    [Fact]
    public async Task Connections_OverTheLimit_ClosedAndServedAgainLater()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Limits:Connections=2");
        var first = await RawClient.ConnectAsync(lab.PublicPort);
        await using var second = await RawClient.ConnectAsync(lab.PublicPort);
        // Both are known to the gateway once they are answered.
        foreach (var stream in new[] { first, second })
        {
            await stream.WriteAsync("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Cancellation);
            Assert.NotEqual(0, await stream.ReadAsync(new byte[1], Cancellation));
        }

        await using (var third = await RawClient.ConnectAsync(lab.PublicPort))
        {
            Assert.Equal("", await RawClient.ReadToEndAsync(third, Cancellation));
        }

        await first.DisposeAsync();
        await GatewayLab.ConditionAsync(async () =>
        {
            try
            {
                using var response = await lab.SendAsync("GET");
                return response.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }
}
