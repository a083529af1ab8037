using System.Net;
using System.Text;
using Xunit;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

/// <summary>What a client gets for each method when its first replica fails; the README of the gateway shows the same table.</summary>
public sealed class RetryTests
{
    private const string Elsewhere = "elsewhere";
    private const string BadGateway = "502";
    private const string GatewayTimeout = "504";
    private const string PassedOn = "503";
    private const string Truncated = "truncated";
    private const string Whole = "whole";

    /// <summary>With "+", the request carries an Idempotency-Key.</summary>
    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "DELETE", "PUT", "POST+", "PATCH+", "POST", "PATCH"];

    private static readonly Dictionary<string, string[]> Outcomes = new()
    {
        //                   GET        HEAD       OPTIONS    DELETE     PUT        POST+      PATCH+     POST            PATCH
        ["refused"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere],
        ["tls"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere],
        ["reset"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, BadGateway, BadGateway],
        ["resetInHeader"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, BadGateway, BadGateway],
        ["garbage"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, BadGateway, BadGateway],
        ["hang"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, GatewayTimeout, GatewayTimeout],
        ["frozen"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, GatewayTimeout, GatewayTimeout],
        ["slowHeader"] = [Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, Elsewhere, GatewayTimeout, GatewayTimeout],
        ["503"] = [Elsewhere, Elsewhere, Elsewhere, PassedOn, PassedOn, PassedOn, PassedOn, PassedOn, PassedOn],
        ["resetInBody"] = [Truncated, "", Truncated, Truncated, Truncated, Truncated, Truncated, Truncated, Truncated],
        ["slowBody"] = [Whole, "", Whole, Whole, Whole, Whole, Whole, Whole, Whole],
    };

    private static readonly string[] Timeouts =
        ["--Gateway:Retries:ResponseTimeout=00:00:00.3", "--Gateway:Retries:WriteResponseTimeout=00:00:00.3", "--ReverseProxy:Clusters:public:HttpRequest:ActivityTimeout=00:00:01"];

    public static TheoryData<string, string, string> Table
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (failure, outcomes) in Outcomes)
            {
                foreach (var (index, outcome) in outcomes.Index().Where(outcome => outcome.Item.Length > 0))
                {
                    data.Add(Methods[index], failure, outcome);
                }
            }

            return data;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Table))]
    public async Task FirstReplicaFails_EachMethod_AsTheTableSays(string method, string failure, string outcome)
    {
        await using var lab = await GatewayLab.StartAsync(
            failure == "tls" ? [.. Timeouts, "--ReverseProxy:Clusters:public:Destinations:api-1:Address=https://127.0.0.1:{api-1}/"] : Timeouts);
        lab.PreferApi1();
        Fail(lab.Api1, failure);
        var key = method.EndsWith('+') ? "5f0a" : null;
        method = method.TrimEnd('+');
        var body = method is "PUT" or "POST" or "PATCH" ? "the body" : null;

        var response = await lab.SendAsync(method, body, key: key);

        if (outcome == Elsewhere)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("london/api-2", response.Headers.GetValues("X-Served-By").Single());
            var request = Assert.Single(lab.Api2.Requests);
            Assert.Equal((method, body ?? ""), (request.Method, Encoding.UTF8.GetString(request.Body)));
            Assert.Empty(lab.Peer.Requests);
            return;
        }

        Assert.Empty(lab.Api2.Requests);
        Assert.Empty(lab.Peer.Requests);
        switch (outcome)
        {
            case BadGateway:
                await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, response);
                break;
            case GatewayTimeout:
                await GatewayLab.AssertProblemAsync(HttpStatusCode.GatewayTimeout, response);
                break;
            case Whole:
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("slowly", await response.Content.ReadAsStringAsync(Cancellation));
                break;
            case PassedOn:
                Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
                Assert.Equal("busy", await response.Content.ReadAsStringAsync(Cancellation));
                Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
                break;
            default:
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancellation));
                break;
        }
    }

    [Fact]
    public async Task BothReplicasFail_AnyMethod_OtherRegion()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.Api1.Kill();
        lab.Api2.Kill();

        Assert.Equal("peer", await (await lab.SendAsync("GET")).Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("peer", await (await lab.SendAsync("POST", "x")).Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task AllFail_AnyMethod_ProblemDetails()
    {
        await using var lab = await GatewayLab.StartAsync();
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Kill();
        }

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("GET"));
        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("POST", "x"));
    }

    [Fact]
    public async Task AllHang_Get_LastOneGetsTheWholeTimeAndThenGatewayTimeout()
    {
        await using var lab = await GatewayLab.StartAsync(Timeouts);
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = ScriptedUpstream.HangAsync;
        }

        var start = TimeProvider.System.GetTimestamp();
        await GatewayLab.AssertProblemAsync(HttpStatusCode.GatewayTimeout, await lab.SendAsync("GET"));

        // Twice the attempt's time, and once the cluster's.
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromSeconds(1.4));
        Assert.Equal(3, lab.Reached.Count());
    }

    [Fact]
    public async Task AllHang_Deadline_EndsTheLastAttemptToo()
    {
        await using var lab = await GatewayLab.StartAsync([.. Timeouts, "--Gateway:Retries:Deadline=00:00:00.7", "--ReverseProxy:Clusters:public:HttpRequest:ActivityTimeout=00:10:00"]);
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = ScriptedUpstream.HangAsync;
        }

        await GatewayLab.AssertProblemAsync(HttpStatusCode.GatewayTimeout, await lab.SendAsync("GET"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("x", true)]
    [InlineData(null, false)]
    [InlineData("x", false)]
    public async Task KeptConnection_PostIsReadAndThenLost_ReachesNobodyTwice(string? body, bool reset)
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("POST", body)).StatusCode);
        lab.Api1.Script = reset ? ScriptedUpstream.ResetAsync : ScriptedUpstream.CloseAsync;

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("POST", body));

        Assert.Equal(2, lab.Api1.Requests.Count);
        Assert.Empty(lab.Api2.Requests);
    }

    [Fact]
    public async Task Flapping_ManyGets_NoneFails()
    {
        await using var lab = await GatewayLab.StartAsync([.. GatewayLab.FastChecks, "--Gateway:Retries:BudgetRatio=1"]);
        for (var i = 0; i < 20; i++)
        {
            lab.Api1.Kill();
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.SendAsync("GET"))), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
            lab.Api1.Restart();
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.SendAsync("GET"))), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        }
    }

    [Fact]
    public async Task AllUnhealthy_Get_AreTriedAllTheSame()
    {
        await using var lab = await GatewayLab.StartAsync();
        foreach (var upstream in lab.Upstreams)
        {
            lab.Health(upstream.Name).Active = DestinationHealth.Unhealthy;
        }

        lab.PreferApi1();
        lab.Api1.Kill();
        lab.Api2.Kill();

        Assert.Equal("peer", await (await lab.SendAsync("GET")).Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task AllAnswer503_Get_PassedOnAfterOneRetry()
    {
        await using var lab = await GatewayLab.StartAsync();
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = ScriptedUpstream.UnavailableAsync;
        }

        var response = await lab.SendAsync("GET");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("busy", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(2, lab.Reached.Count());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task OtherErrorStatus_Get_IsPassedOn(int status)
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = (connection, _) => connection.AnswerAsync(status, "said so");

        var response = await lab.SendAsync("GET");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("said so", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["api-1"], lab.Reached);
    }

    [Fact]
    public async Task BodyLongerThanKept_PutReset_IsNotSentAgain()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Retries:ReplayBodyBytes=1000");
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.ResetAsync;

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("PUT", new string('x', 1001)));

        Assert.Equal(["api-1"], lab.Reached);
    }

    [Fact]
    public async Task BodyLongerThanKept_PutRefused_IsSentElsewhere()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Retries:ReplayBodyBytes=1000");
        lab.PreferApi1();
        lab.Api1.Kill();
        var body = new string('x', 100_000);

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("PUT", body)).StatusCode);

        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(lab.Api2.Requests).Body));
    }

    [Fact]
    public async Task ChunkedBody_PutReset_IsReplayedWhole()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.ResetAsync;
        var body = new byte[60_000];
        new Random(1).NextBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/x") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal(HttpStatusCode.OK, (await lab.Client.SendAsync(request, Cancellation)).StatusCode);

        Assert.Equal(body, Assert.Single(lab.Api2.Requests).Body);
    }

    [Fact]
    public async Task BudgetIsUsedUp_GetReset_IsNotSentAgain()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Retries:BudgetMinimumPerSecond=0", "--Gateway:Retries:BudgetRatio=0");
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.ResetAsync;

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("GET"));
    }

    [Fact]
    public async Task BudgetIsUsedUp_GetRefused_IsSentElsewhere()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Retries:BudgetMinimumPerSecond=0", "--Gateway:Retries:BudgetRatio=0");
        lab.PreferApi1();
        lab.Api1.Kill();

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
    }

    [Fact]
    public async Task MaximumAttempts_AllRefuse_NoMoreThanThat()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Retries:MaximumAttempts=2");
        lab.Api1.Kill();
        lab.Api2.Kill();

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("GET"));

        Assert.Empty(lab.Peer.Requests);
    }

    [Fact]
    public async Task ClientGoesAway_WhileWaiting_NobodyElseIsAsked()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        var closed = new TaskCompletionSource();
        lab.Api1.Script = async (connection, _) =>
        {
            Assert.Null(await connection.ReadRequestAsync(Cancellation));
            closed.SetResult();
        };
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var request = lab.Client.GetAsync(new Uri("/x", UriKind.Relative), abandoned.Token);
        await GatewayLab.ConditionAsync(() => Task.FromResult(lab.Api1.Requests.Count == 1));

        await abandoned.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await closed.Task.WaitAsync(GatewayLab.Deadline, Cancellation);
        Assert.Equal(["api-1"], lab.Reached);
        Assert.NotEqual(DestinationHealth.Unhealthy, lab.Health("api-1").Passive);
    }

    [Fact]
    public async Task ReplicaKilledWhileIdle_PostsOnKeptConnections_NoneFails()
    {
        await using var lab = await GatewayLab.StartAsync();
        await GatewayLab.ConditionAsync(async () =>
        {
            await lab.SendAsync("POST", "x");
            return lab.Api1.Requests.Count > 0 && lab.Api2.Requests.Count > 0;
        });

        lab.Api1.Kill();

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("POST", "x")).StatusCode);
        }
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\n\r\n")]
    public async Task ErrorWithoutBody_OfAReplica_IsPassedOnAsItIs(string rest)
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = (connection, _) => connection.SendAsync($"HTTP/1.1 404 Not Found\r\n{rest}");

        var response = await lab.SendAsync("GET");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    private static void Fail(ScriptedUpstream upstream, string failure)
    {
        switch (failure)
        {
            case "refused":
                upstream.Kill();
                break;
            case "reset":
                upstream.Script = ScriptedUpstream.ResetAsync;
                break;
            case "resetInHeader":
                upstream.Script = ScriptedUpstream.ResetInHeaderAsync;
                break;
            case "hang":
                upstream.Script = ScriptedUpstream.HangAsync;
                break;
            case "tls":
                // Speaks no TLS.
                break;
            case "frozen":
                upstream.Freeze();
                break;
            case "garbage":
                upstream.Script = (connection, _) => connection.SendAsync("SSH-2.0-OpenSSH_9.2p1\r\n");
                break;
            case "slowHeader":
                upstream.Script = ScriptedUpstream.DripHeaderAsync;
                break;
            case "slowBody":
                upstream.Script = ScriptedUpstream.DripBodyAsync;
                break;
            case "503":
                upstream.Script = ScriptedUpstream.UnavailableAsync;
                break;
            default:
                upstream.Script = ScriptedUpstream.ResetInBodyAsync;
                break;
        }
    }
}
