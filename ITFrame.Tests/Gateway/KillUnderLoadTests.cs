using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class KillUnderLoadTests
{
    private const int Clients = 24;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task KillReplica_ManyGetsOrPostsWithKey_NoneFails(string method)
    {
        // More of them are under way at the moment of the kill than the budget of a start allows.
        await using var lab = await GatewayLab.StartAsync("--Gateway:Retries:BudgetRatio=1");

        var served = await LoadAsync(lab, afterSome: lab.Api1.Kill, method);

        Assert.Contains("api-1", served);
        Assert.Contains("api-2", served);
        Assert.DoesNotContain("peer", served);
    }

    [Fact]
    public async Task KillRegion_ManyGets_NoneFails()
    {
        await using var lab = await GatewayLab.StartAsync(GatewayLab.FastChecks);

        var served = await LoadAsync(lab, afterSome: () =>
        {
            lab.Api1.Kill();
            lab.Api2.Kill();
        });

        Assert.Contains("peer", served);
    }

    [Fact]
    public async Task FreezeReplica_ManyGets_NoneFails()
    {
        await using var lab = await GatewayLab.StartAsync(
        [
            .. GatewayLab.FastChecks, "--Gateway:Retries:ResponseTimeout=00:00:00.5",
            // What a slow machine adds in time-outs is not what this is about.
            "--Gateway:Retries:BudgetRatio=1",
        ]);

        await LoadAsync(lab, afterSome: lab.Api1.Freeze);
    }

    /// <summary>Each client sends so many requests, one after the other; a third of the way through, the fault comes.</summary>
    private static async Task<IReadOnlyCollection<string>> LoadAsync(GatewayLab lab, Action afterSome, string method = "GET")
    {
        const int each = 60;
        var served = new ConcurrentDictionary<string, bool>();
        var count = 0;
        foreach (var upstream in lab.Upstreams)
        {
            // Some are always under way when the fault comes.
            upstream.Script = async (connection, _) =>
            {
                await Task.Delay(5, Cancellation);
                await connection.AnswerAsync(200, upstream.Name);
            };
        }

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                if (Interlocked.Increment(ref count) == Clients * each / 3)
                {
                    afterSome();
                }

                var response = await lab.SendAsync(method, method == "GET" ? null : "x", key: method == "GET" ? null : "5f0a");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                served[await response.Content.ReadAsStringAsync(Cancellation)] = true;
            }
        })));

        return [.. served.Keys];
    }
}
