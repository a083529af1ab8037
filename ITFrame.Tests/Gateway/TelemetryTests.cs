using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class TelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failover_Refused_TwoSpansOfOneTraceAndTheSecondGoesOn()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Kill();
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new SpanRecorder(trace);

        await SendAsync(lab, HttpMethod.Get, trace);

        var attempts = await spans.AttemptsAsync(2);
        Assert.Equal(["GET api-1", "GET api-2"], attempts.Select(span => span.DisplayName));
        var (first, second) = (attempts[0], attempts[1]);
        Assert.All(attempts, span => Assert.Equal(ActivityKind.Client, span.Kind));
        Assert.Equal(first.ParentSpanId, second.ParentSpanId);

        Assert.Equal(1, first.GetTagItem("itframe.attempt"));
        Assert.Equal("api-1", first.GetTagItem("itframe.destination"));
        Assert.Equal(0, first.GetTagItem("itframe.tier"));
        Assert.Null(first.GetTagItem("itframe.failover"));
        Assert.Equal("connection_error", first.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, first.Status);
        Assert.Null(first.GetTagItem("http.response.status_code"));

        Assert.Equal(2, second.GetTagItem("itframe.attempt"));
        Assert.Equal(true, second.GetTagItem("itframe.failover"));
        Assert.Equal(200, second.GetTagItem("http.response.status_code"));
        Assert.Equal("127.0.0.1", second.GetTagItem("server.address"));
        Assert.Equal(lab.Api2.Port, second.GetTagItem("server.port"));
        Assert.Equal(ActivityStatusCode.Unset, second.Status);

        var sent = Assert.Single(lab.Api2.Requests).Headers["traceparent"];
        Assert.Equal($"00-{trace}-{second.SpanId}-01", sent);
    }

    [Fact]
    public async Task Failover_503_SpanShowsTheStatus()
    {
        await using var lab = await GatewayLab.StartAsync();
        lab.PreferApi1();
        lab.Api1.Script = ScriptedUpstream.UnavailableAsync;
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new SpanRecorder(trace);

        await SendAsync(lab, HttpMethod.Get, trace);

        var first = (await spans.AttemptsAsync(2))[0];
        Assert.Equal(503, first.GetTagItem("http.response.status_code"));
        Assert.Equal("503", first.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, first.Status);
    }

    [Fact]
    public async Task Forward_SomebodyListensToHttpClient_NoSecondSpan()
    {
        await using var lab = await GatewayLab.StartAsync();
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new SpanRecorder(trace);

        await SendAsync(lab, HttpMethod.Post, trace);

        await spans.AttemptsAsync(1);
        Assert.Equal(["ITFrame.Gateway", "Microsoft.AspNetCore"], spans.All.Select(span => span.Source.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Forward_AttemptsAndFailovers_AreCounted()
    {
        var measurements = new ConcurrentBag<(string Instrument, long Value, Dictionary<string, object?> Tags)>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ITFrame.Gateway")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            measurements.Add((instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value))));
        meters.Start();
        await using var lab = await GatewayLab.StartAsync([.. GatewayLab.Destination("public", "counted", "http://127.0.0.1:1", 0)]);
        lab.Api1.Kill();
        lab.Api2.Kill();
        // Of the three replicas, none of which is there, only this one is the test's own in this process.
        await lab.SendAsync("GET");

        await GatewayLab.ConditionAsync(() => Task.FromResult(measurements.Any(Counted)));
        Assert.Contains(measurements, measurement => measurement.Instrument == "itframe.gateway.failovers");

        static bool Counted((string Instrument, long Value, Dictionary<string, object?> Tags) measurement)
            => measurement is { Instrument: "itframe.gateway.attempts", Value: 1 }
                && measurement.Tags["itframe.destination"] is "counted"
                && measurement.Tags["error.type"] is "connection_error";
    }

    private static async Task SendAsync(GatewayLab lab, HttpMethod method, ActivityTraceId trace)
    {
        using var request = new HttpRequestMessage(method, "/x");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        Assert.True((await lab.Client.SendAsync(request, Cancellation)).IsSuccessStatusCode);
    }

    /// <summary>Records the spans of one trace from all sources that the platform exports.</summary>
    private sealed class SpanRecorder : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _spans = new();
        private readonly ActivityListener _listener;

        public SpanRecorder(ActivityTraceId trace)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http" || source.Name.StartsWith("ITFrame.", StringComparison.Ordinal),
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    if (span.TraceId == trace)
                    {
                        _spans.Enqueue(span);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<Activity> All => _spans;

        /// <summary>The attempts, in order, once the request's own span has ended too.</summary>
        public async Task<List<Activity>> AttemptsAsync(int count)
        {
            await GatewayLab.ConditionAsync(() => Task.FromResult(_spans.Any(span => span.Source.Name == "Microsoft.AspNetCore")));
            var attempts = _spans.Where(span => span.Source.Name == "ITFrame.Gateway").ToList();
            Assert.Equal(count, attempts.Count);
            return attempts;
        }

        public void Dispose() => _listener.Dispose();
    }
}
