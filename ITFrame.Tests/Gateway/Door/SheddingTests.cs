using System.Net;
using ITFrame.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class SheddingTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(0, "00:00:10")]
    [InlineData(1, "00:00:00.05")]
    public async Task Full_AnotherRequest_503AtOnceOrAfterTheQueue(int queued, string timeout)
    {
        await using var lab = await StartAsync(queued, timeout);
        var first = await BeginAsync(lab);

        using var refused = await lab.SendAsync("GET");

        await GatewayLab.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, refused);
        Assert.Equal(1, lab.Services.GetRequiredService<DoorMetrics>().Shed);
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET", path: "/health/live")).StatusCode);
        _gate.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        // Its place is free again.
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
    }

    [Fact]
    public async Task Full_PlaceInTheQueue_ServedWhenAnotherEnds()
    {
        await using var lab = await StartAsync(queued: 1, "00:00:20");
        var first = await BeginAsync(lab);
        var second = lab.SendAsync("GET");

        _gate.SetResult();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).StatusCode, (await second).StatusCode));
    }

    [Fact]
    public async Task Full_EventStreams_HaveALimitOfTheirOwn()
    {
        await using var lab = await GatewayLab.StartAsync(
            "--Gateway:Shedding:ConcurrentRequests=1", "--Gateway:Shedding:QueuedRequests=0", "--Gateway:EventStreams:Concurrent=2");
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = async (connection, request) =>
            {
                if (request.Path.EndsWith("/events", StringComparison.Ordinal))
                {
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n");
                    await _gate.Task;
                    connection.Dispose();
                    return;
                }

                await connection.AnswerAsync(200, "x");
            };
        }

        using var first = await lab.SendAsync("GET", path: "/nowplaying/demo/events");
        using var second = await lab.SendAsync("GET", path: "/nowplaying/demo/events");

        await GatewayLab.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, await lab.SendAsync("GET", path: "/nowplaying/demo/events"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(2, lab.Services.GetRequiredService<DoorMetrics>().EventStreams);
        // Others find the one place free, and the replicas have one stream each.
        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
        Assert.Equal([1, 1], new[] { lab.Api1, lab.Api2 }.Select(upstream => upstream.Requests.Count(request => request.Path.EndsWith("/events", StringComparison.Ordinal))));
        _gate.SetResult();
        await GatewayLab.ConditionAsync(() => Task.FromResult(lab.Services.GetRequiredService<DoorMetrics>().EventStreams == 0));
    }

    [Fact]
    public async Task Stop_EventStreamUnderWay_DoesNotWaitForIt()
    {
        await using var lab = await GatewayLab.StartAsync("--Gateway:Drain:Timeout=00:10:00");
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = async (connection, _) =>
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n");
                await _gate.Task;
            };
        }

        using var response = await lab.SendAsync("GET", path: "/nowplaying/demo/events");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        await lab.StopAsync().WaitAsync(GatewayLab.Deadline, TestContext.Current.CancellationToken);

        _gate.SetResult();
    }

    private async Task<GatewayLab> StartAsync(int queued, string timeout)
    {
        var lab = await GatewayLab.StartAsync(
            "--Gateway:Shedding:ConcurrentRequests=1", $"--Gateway:Shedding:QueuedRequests={queued}", $"--Gateway:Shedding:QueueTimeout={timeout}",
            "--Gateway:Retries:ResponseTimeout=00:01:00");
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = async (connection, _) =>
            {
                await _gate.Task;
                await connection.AnswerAsync(200, "x");
            };
        }

        return lab;
    }

    /// <summary>A request that is under way until the gate opens. A POST: a GET might be hedged.</summary>
    private static async Task<Task<HttpResponseMessage>> BeginAsync(GatewayLab lab)
    {
        var first = lab.SendAsync("POST", "x");
        await GatewayLab.ConditionAsync(() => Task.FromResult(lab.Reached.Any()));
        return first;
    }
}
