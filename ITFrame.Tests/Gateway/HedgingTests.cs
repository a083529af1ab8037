using System.Net;
using ITFrame.Gateway.Hedging;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class HedgingTests
{
    private static readonly string[] Hedged =
    [
        "--ReverseProxy:Routes:public:Metadata:Hedging=true",
        // Long enough that a slow machine does not hedge by itself while it is being warmed up.
        "--Gateway:Hedging:MinimumDelay=00:00:00.3", "--Gateway:Retries:ResponseTimeout=00:00:15",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SlowGet_RouteIsHedged_SecondDestinationAnswers()
    {
        await using var lab = await StartAsync(Hedged);
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.HangAsync;
        var before = lab.Api2.Requests.Count;

        var response = await lab.SendAsync("GET", path: "/a%20b/c?d=%2F");

        Assert.Equal("api-2", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("london/api-2", response.Headers.GetValues("X-Served-By").Single());
        Assert.Equal(before + 1, lab.Api2.Requests.Count);
        Assert.Equal("/a%20b/c?d=%2F", lab.Api2.Requests.Last().Path);
        Assert.Equal(lab.Api1.Requests.Last().Headers["X-Forwarded-For"], lab.Api2.Requests.Last().Headers["X-Forwarded-For"]);
        Assert.Empty(lab.Peer.Requests);
    }

    [Fact]
    public async Task SlowGet_FirstAnswersAfterAll_BeforeTheHedge()
    {
        await using var lab = await StartAsync(Hedged);
        lab.PreferApi1();
        var hedged = new TaskCompletionSource();
        lab.Api2.Script = async (connection, request) =>
        {
            hedged.SetResult();
            await ScriptedUpstream.HangAsync(connection, request);
        };
        lab.Api1.Script = async (connection, _) =>
        {
            await hedged.Task;
            await connection.AnswerAsync(200, "late");
        };

        Assert.Equal("late", await (await lab.SendAsync("GET")).Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("500")]
    public async Task SlowGet_HedgeFails_FirstOneCounts(string failure)
    {
        await using var lab = await StartAsync(Hedged);
        lab.PreferApi1();
        var hedged = new TaskCompletionSource();
        lab.Api2.Script = async (connection, request) =>
        {
            hedged.SetResult();
            await (failure == "500" ? connection.AnswerAsync(500, "no") : ScriptedUpstream.ResetAsync(connection, request));
        };
        lab.Api1.Script = async (connection, _) =>
        {
            await hedged.Task;
            await Task.Delay(200, Cancellation);
            await connection.AnswerAsync(200, "late");
        };

        Assert.Equal("late", await (await lab.SendAsync("GET")).Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task SlowGet_BothFail_IsRetriedInTheOtherRegion()
    {
        await using var lab = await StartAsync(Hedged);
        lab.PreferApi1();
        var hedged = new TaskCompletionSource();
        lab.Api2.Script = async (connection, request) =>
        {
            hedged.SetResult();
            await ScriptedUpstream.ResetAsync(connection, request);
        };
        lab.Api1.Script = async (connection, request) =>
        {
            await hedged.Task;
            await ScriptedUpstream.ResetAsync(connection, request);
        };

        Assert.Equal("peer", await (await lab.SendAsync("GET")).Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("PUT", true)]
    [InlineData("POST", true)]
    [InlineData("GET", false)]
    public async Task Slow_OtherMethodOrRoute_IsNotHedged(string method, bool hedged)
    {
        await using var lab = await StartAsync(hedged ? Hedged : [Hedged[1], Hedged[2]]);
        lab.PreferApi1();
        var before = lab.Api2.Requests.Count;
        lab.Api1.Script = async (connection, _) =>
        {
            await Task.Delay(600, Cancellation);
            await connection.AnswerAsync(200, "late");
        };

        Assert.Equal("late", await (await lab.SendAsync(method, method == "GET" ? null : "x")).Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(before, lab.Api2.Requests.Count);
    }

    [Fact]
    public async Task SlowGet_BudgetIsUsedUp_IsNotHedged()
    {
        await using var lab = await StartAsync([.. Hedged, "--Gateway:Retries:BudgetRatio=0", "--Gateway:Retries:BudgetMinimumPerSecond=0"]);
        lab.PreferApi1();
        var before = lab.Api2.Requests.Count;
        lab.Api1.Script = async (connection, _) =>
        {
            await Task.Delay(600, Cancellation);
            await connection.AnswerAsync(200, "late");
        };

        Assert.Equal("late", await (await lab.SendAsync("GET")).Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(before, lab.Api2.Requests.Count);
    }

    /// <summary>With as many answers as it takes to know what is slow.</summary>
    private static async Task<GatewayLab> StartAsync(string[] settings)
    {
        var lab = await GatewayLab.StartAsync(settings);
        for (var i = 0; i < LatencyQuantile.Step; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
        }

        return lab;
    }
}
