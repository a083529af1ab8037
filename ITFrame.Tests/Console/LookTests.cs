using Google.Protobuf;
using Grpc.Net.Client;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Tests.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Console;

/// <summary>Every page by day and by night, at a desk and on a phone: what it shows is within the window, can be read, and stands where it should.</summary>
public sealed class LookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 720)]
    [InlineData(ColorScheme.Dark, 1280, 720)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Pages_InEachThemeAndSize_AreReadableAndWithinTheWindow(ColorScheme scheme, int width, int height)
    {
        await using var control = await FakeLabControl.StartAsync();
        control.SetLab();
        await using var console = await ConsoleProcess.StartAsync(control.Settings);
        var failover = OtlpSample.NewTraceId();
        await SendAsync(console.Otlp, failover);
        await using var opened = await ConsolePage.OpenAsync(console.Login, width, height, scheme);
        var page = opened.Page;
        var suffix = $"{scheme}-{width}".ToLowerInvariant();

        await ShowAsync("/", page.Locator("[data-testid=map-node]").Nth(8));
        var timeline = await ConsolePage.BoxOfAsync(page.GetByTestId("timeline"));
        foreach (var label in await page.Locator("[data-testid=timeline] text.time").AllAsync())
        {
            var box = await ConsolePage.BoxOfAsync(label);
            Assert.True(box.X >= timeline.X && box.X + box.Width <= timeline.X + timeline.Width + 1, $"The time {await label.TextContentAsync()} is cut off.");
        }

        await page.Locator("[data-testid=map-node][data-node=api-london-1]").ClickAsync();
        await LookAsync("map-menu", page.GetByTestId("element-menu"));
        await page.Keyboard.PressAsync("Escape");
        control.Sink("london");
        control.SetLink("frankfurt", "amsterdam", 7, "cut");
        control.SetMembers(2, ("london", "down"), ("frankfurt", "primary"), ("amsterdam", "secondary"));
        await LookAsync("map-broken", page.Locator("[data-testid=map-link][data-state=cut]"), page.Locator("[data-testid=event][data-kind=election]").First);

        await ShowAsync("/timeline?minutes=1", page.GetByTestId("event-row").First);
        await page.GetByTestId("event-row").First.GetByRole(AriaRole.Link).ClickAsync();
        await LookAsync("timeline-event", page.GetByTestId("event-detail"));
        await ShowAsync("/traces", page.GetByTestId("trace-row").First);
        await ShowAsync($"/traces/{Convert.ToHexStringLower(failover.ToByteArray())}", page.GetByTestId("span-row").First);
        await page.GetByTestId("span-row").Nth(1).ClickAsync();
        await LookAsync("trace-span", page.GetByTestId("span-detail"));
        await ShowAsync("/logs", page.GetByTestId("logs"));
        await ShowAsync("/metrics", page.GetByTestId("metric-row").First);
        await page.GetByTestId("metric-open").First.ClickAsync();
        await LookAsync("metric-chart", page.GetByTestId("metric-chart"));
        await ShowAsync("/resources", page.GetByTestId("resource-row").First);
        await page.Locator("[data-resource=api-frankfurt-1]").GetByTestId("environment").ClickAsync();
        await LookAsync("environment", page.GetByTestId("variable").First);
        // On a phone it lies over the list.
        await page.GetByTestId("environment-table").GetByText("Close").ClickAsync();
        await page.Locator("[data-resource=api-frankfurt-1]").GetByTestId("logs").ClickAsync();
        await LookAsync("console-log", page.GetByTestId("console-line").Last);
        await ShowAsync("/drills", page.GetByTestId("scenario"));
        await page.GetByTestId("run").ClickAsync();
        await LookAsync("drill-live", page.GetByTestId("drill-progress"));
        await LookAsync("drill-report", page.GetByTestId("report"));
        await ShowAsync("/drills/compare?a=run-1&b=run-1", page.GetByTestId("comparison-row"));
        await ShowAsync("/nothing-here", page.GetByRole(AriaRole.Heading).First);
        opened.AssertNoProblems(exceptStatus: 404);

        async Task ShowAsync(string path, ILocator sign)
        {
            await page.GotoAsync(new Uri(console.Login, path).ToString());
            await opened.BecomesInteractiveAsync();
            await LookAsync(path == "/" ? "map" : path.Trim('/').Split('/', '?')[0] + (path.Count(c => c == '/') > 1 ? "-one" : ""), sign);
        }

        async Task LookAsync(string name, params ILocator[] signs)
        {
            foreach (var sign in signs)
            {
                await Expect(sign).ToBeVisibleAsync();
            }

            await Screenshots.TakeAsync(page, $"{name}-{suffix}");
            await opened.AssertFitsAsync();
            Assert.True(await TextContrast.AssertAsync(page, $"{name} ({suffix})") > 5, $"There is next to nothing to read on {name}.");
        }
    }

    /// <summary>A minute of what a lab sends: requests of both regions, a failover, logs of each level, a series with an exemplar.</summary>
    private static async Task SendAsync(Uri otlp, ByteString failover)
    {
        using var channel = GrpcChannel.ForAddress(otlp);
        var traces = new TraceService.TraceServiceClient(channel);
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < 40; i++)
        {
            await traces.ExportAsync(OtlpSample.Ordinary(OtlpSample.NewTraceId(), now.AddSeconds(-i / 4.0), i % 2 == 0 ? "london" : "frankfurt"), cancellationToken: Cancellation);
        }

        await traces.ExportAsync(OtlpSample.Failover(failover, now.AddSeconds(-1)), cancellationToken: Cancellation);
        var logs = new LogsService.LogsServiceClient(channel);
        foreach (var (severity, text) in new[] { (5, "Connection pool has 4 connections"), (9, "Serving"), (13, "Trying gateway-frankfurt"), (17, "The primary is gone"), (21, "Out of disk") })
        {
            await logs.ExportAsync(OtlpSample.Log("gateway-london", "london", text, severity, now, failover, OtlpSample.NewSpanId()), cancellationToken: Cancellation);
        }

        var metrics = new MetricsService.MetricsServiceClient(channel);
        for (var i = 20; i >= 0; i--)
        {
            await metrics.ExportAsync(Latencies(now.AddSeconds(-2 * i), 20 - i, failover), cancellationToken: Cancellation);
        }
    }

    private static ExportMetricsServiceRequest Latencies(DateTimeOffset time, int number, ByteString trace)
    {
        var nanoseconds = (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;
        var point = new HistogramDataPoint
        {
            TimeUnixNano = nanoseconds,
            Count = (ulong)(10 * number),
            Sum = 0.4 * number + (0.1 * (number % 5)),
            Attributes = { OtlpSample.Attribute("http.route", "/nowplaying/{username}"), OtlpSample.Attribute("http.request.method", "GET") },
        };
        if (number % 6 == 5)
        {
            point.Exemplars.Add(new Exemplar { TimeUnixNano = nanoseconds, AsDouble = 0.04, TraceId = trace, SpanId = OtlpSample.NewSpanId() });
        }

        return new ExportMetricsServiceRequest
        {
            ResourceMetrics =
            {
                new ResourceMetrics
                {
                    Resource = OtlpSample.Resource("api-frankfurt-1", "frankfurt"),
                    ScopeMetrics = { new ScopeMetrics { Metrics = { new Metric { Name = "http.server.request.duration", Unit = "s", Description = "Duration of HTTP server requests.", Histogram = new Histogram { DataPoints = { point } } } } } },
                },
            },
        };
    }
}
