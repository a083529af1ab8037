using System.Net;
using Xunit;
using static ITFrame.Tests.Gateway.Door.CacheLab;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>Answers that are older than they should be, in place of none.</summary>
public sealed class StaleCacheTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_DestinationsAreGone_StaleUntilTheyAreBack()
    {
        await using var lab = await StartAsync("--Gateway:Cache:Rules:0:Lifetime=00:00:00.02");
        Answer(lab, (connection, _) => connection.AnswerAsync(200, "body"));
        using var first = await lab.SendAsync("GET", path: Station);
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Kill();
        }

        await UntilStatusAsync(lab, "detail=stale-if-error");
        using var stale = await lab.SendAsync("GET", path: Station);
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        Assert.Equal("body", await stale.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("cache;desc=stale", Header(stale, "Server-Timing"));
        Assert.True(Metrics(lab).Stale > 0);

        foreach (var upstream in lab.Upstreams)
        {
            upstream.Restart();
        }

        await UntilStatusAsync(lab, "fwd=stale; stored");
    }

    [Fact]
    public async Task Get_DestinationsHang_StaleAfterTheSoftTimeout()
    {
        await using var lab = await StartAsync("--Gateway:Cache:Rules:0:Lifetime=00:00:00.02", "--Gateway:Cache:SoftTimeout=00:00:00.1");
        using var first = await lab.SendAsync("GET", path: Station);
        Answer(lab, ScriptedUpstream.HangAsync);

        await UntilStatusAsync(lab, "detail=stale-if-error");
    }

    [Theory]
    [InlineData("Cache-Control", "must-revalidate")]
    [InlineData("Cache-Control", "stale-if-error=0")]
    public async Task Get_StaleIsForbidden_TheErrorIsPassedOn(string name, string value)
    {
        await using var lab = await StartAsync("--Gateway:Cache:Rules:0:Lifetime=00:00:00.02");
        Answer(lab, (connection, _) => connection.AnswerAsync(200, "body", (name, value)));
        using var first = await lab.SendAsync("GET", path: Station);
        Answer(lab, (connection, _) => connection.AnswerAsync(500, "broken"));

        await GatewayLab.ConditionAsync(async () =>
        {
            using var response = await lab.SendAsync("GET", path: Station);
            return response.StatusCode == HttpStatusCode.InternalServerError;
        });
    }

    [Fact]
    public async Task Get_Refreshing_StaleMeanwhile()
    {
        await using var lab = await StartAsync(
            "--Gateway:Cache:Rules:0:Lifetime=00:00:00.02", "--Gateway:Cache:Rules:0:StaleWhileRevalidate=00:01:00");
        Answer(lab, (connection, _) => connection.AnswerAsync(200, "old"));
        using var first = await lab.SendAsync("GET", path: Station);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(lab, async (connection, _) =>
        {
            await gate.Task;
            await connection.AnswerAsync(200, "new");
        });

        await UntilStatusAsync(lab, "detail=stale-while-revalidate");
        gate.SetResult();

        await GatewayLab.ConditionAsync(async () =>
        {
            using var response = await lab.SendAsync("GET", path: Station);
            return await response.Content.ReadAsStringAsync(Cancellation) == "new";
        });
    }

    [Fact]
    public async Task Get_ErrorWithNothingStale_PassedOnAndNotKept()
    {
        await using var lab = await StartAsync();
        Answer(lab, (connection, _) => connection.AnswerAsync(404, "nobody"));
        using var first = await lab.SendAsync("GET", path: Station);
        Answer(lab, (connection, _) => connection.AnswerAsync(200, "body"));
        using var second = await lab.SendAsync("GET", path: Station);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal("nobody", await first.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Get_AllDestinationsDead_ProblemDetails()
    {
        await using var lab = await StartAsync();
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Kill();
        }

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("GET", path: Station));
    }
}
