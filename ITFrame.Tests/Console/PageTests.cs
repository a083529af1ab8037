using Grpc.Net.Client;
using ITFrame.Console.Otlp.Wire;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Console;

/// <summary>The pages in a browser, as a person uses them.</summary>
public sealed class PageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_Failover_IsFoundAndReadFromGatewayToDatabase()
    {
        await using var console = await ConsoleProcess.StartAsync();
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Traces" }).ClickAsync();
        await Expect(page.GetByTestId("empty-state")).ToContainTextAsync("No traces yet");

        // They appear without reloading.
        using var channel = GrpcChannel.ForAddress(console.Otlp);
        var traces = new TraceService.TraceServiceClient(channel);
        var failover = OtlpSample.Failover(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow);
        for (var i = 0; i < 5; i++)
        {
            await traces.ExportAsync(OtlpSample.Ordinary(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow.AddSeconds(-i)), cancellationToken: Cancellation);
        }

        await traces.ExportAsync(failover, cancellationToken: Cancellation);
        var first = failover.ResourceSpans[0].ScopeSpans[0].Spans[1];
        await new LogsService.LogsServiceClient(channel).ExportAsync(OtlpSample.Log("gateway-london", "london", "Trying gateway-frankfurt", 13, DateTimeOffset.UtcNow, first.TraceId, first.SpanId), cancellationToken: Cancellation);
        await Expect(page.GetByTestId("trace-row")).ToHaveCountAsync(6);

        await page.GetByTestId("filter-failovers").ClickAsync();
        await Expect(page.GetByTestId("trace-row")).ToHaveCountAsync(1);
        var row = page.Locator("[data-testid=trace-row][data-failover=true]");
        await Expect(row).ToContainTextAsync("GET /nowplaying/demo");
        await Expect(row.GetByTestId("failover-badge")).ToBeVisibleAsync();
        await row.GetByRole(AriaRole.Link).ClickAsync();

        var spans = page.GetByTestId("span-row");
        await Expect(spans).ToHaveCountAsync(10);
        await Expect(spans.Nth(0)).ToContainTextAsync("gateway-london");
        await Expect(spans.Nth(1)).ToContainTextAsync("attempt 1 · api-london-1 · connection refused");
        await Expect(spans.Nth(1)).ToHaveAttributeAsync("data-error", "true");
        await Expect(spans.Nth(2)).ToContainTextAsync("attempt 2 · gateway-frankfurt");
        await Expect(spans.Nth(9)).ToContainTextAsync("mongodb · find");
        await Expect(page.Locator("[data-testid=span-row][data-service=api-frankfurt-1]")).ToHaveCountAsync(3);
        await AssertBarsFollowEachOtherAsync(spans);

        await spans.Nth(1).ClickAsync();
        var detail = page.GetByTestId("span-detail");
        await Expect(detail).ToContainTextAsync("itframe.destination");
        await Expect(detail).ToContainTextAsync("Connection refused (api-1.london.itframe.test:8080)");
        await Expect(detail.GetByTestId("span-log")).ToContainTextAsync("Trying gateway-frankfurt");
        opened.AssertNoProblems();
    }

    [Fact]
    public async Task Traces_OpenedWhileTheFilterWasStillBeingTyped_StaysOpen()
    {
        await using var console = await ConsoleProcess.StartAsync();
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;
        using var channel = GrpcChannel.ForAddress(console.Otlp);
        await new TraceService.TraceServiceClient(channel).ExportAsync(OtlpSample.Failover(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow), cancellationToken: Cancellation);
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Traces" }).ClickAsync();
        await Expect(page.GetByTestId("trace-row")).ToHaveCountAsync(1);

        // All in one turn of the page, so that the field's pause before it reports is not over when the trace is opened.
        await page.EvaluateAsync("""
            () => {
              const field = document.querySelector('[data-testid=filter-text]');
              const input = field.shadowRoot?.querySelector('input') ?? field.querySelector('input') ?? field;
              for (const target of [input, field]) {
                target.value = 'demo';
                target.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
                target.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
              }
              document.querySelector('[data-testid=trace-row] a').click();
            }
            """);

        await Expect(page.GetByTestId("span-row")).ToHaveCountAsync(10);
        // Each of these waits for the server, which by then has heard of everything before.
        foreach (var i in Enumerable.Range(0, 5))
        {
            await page.GetByTestId("span-row").Nth(i).ClickAsync();
            await Expect(page.GetByTestId("span-row").Nth(i)).ToHaveAttributeAsync("aria-selected", "true");
        }

        Assert.StartsWith("/traces/", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        await page.GoBackAsync();
        await Expect(page.GetByTestId("trace-row")).ToHaveCountAsync(1);
        opened.AssertNoProblems();
    }

    [Fact]
    public async Task Traces_Filters_AreInTheAddressAndSurviveGoingBack()
    {
        await using var console = await ConsoleProcess.StartAsync();
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;
        using var channel = GrpcChannel.ForAddress(console.Otlp);
        var traces = new TraceService.TraceServiceClient(channel);
        await traces.ExportAsync(OtlpSample.Failover(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow), cancellationToken: Cancellation);
        await traces.ExportAsync(OtlpSample.Ordinary(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow), cancellationToken: Cancellation);
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Traces" }).ClickAsync();
        await Expect(page.GetByTestId("trace-row")).ToHaveCountAsync(2);

        await page.GetByTestId("filter-failovers").ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("failovers=true"));
        await page.GetByTestId("trace-row").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByTestId("span-row")).ToHaveCountAsync(10);
        await page.GoBackAsync();

        await Expect(page.GetByTestId("trace-row")).ToHaveCountAsync(1);
        await page.GetByTestId("filter-duration").SelectOptionAsync("5000");
        await Expect(page.GetByTestId("empty-state")).ToContainTextAsync("No trace matches");
        opened.AssertNoProblems();
    }

    [Fact]
    public async Task Resources_Commands_AskWhereTheyMustAndSayHowItWent()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.Set("site-london", "Running", kind: "site");
        control.Set("api-london-1", "Running");
        await using var console = await ConsoleProcess.StartAsync(control.Settings);
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Resources" }).ClickAsync();
        await Expect(page.GetByTestId("resource-row")).ToHaveCountAsync(2);
        var api = page.Locator("[data-resource=api-london-1]");

        control.Set("api-london-1", "Exited");
        await Expect(api).ToContainTextAsync("Exited");

        await Expect(api.GetByTestId("command")).ToHaveTextAsync(["Kill", "Sink", "Thaw"]);
        await Expect(api.Locator("[data-command=thaw]")).ToHaveAttributeAsync("disabled", "");
        await api.Locator("[data-command=kill]").ClickAsync();
        await Expect(page.GetByTestId("command-outcome")).ToContainTextAsync("The process is not running.");

        await page.Locator("[data-resource=site-london] [data-command=sink]").ClickAsync();
        await Expect(page.GetByText("Really sink it?")).ToBeVisibleAsync();
        await opened.DialogButton("Cancel").ClickAsync();
        await Expect(page.GetByText("Really sink it?")).ToBeHiddenAsync();
        Assert.Equal(["api-london-1:kill"], control.Commands);
        await page.Locator("[data-resource=site-london] [data-command=sink]").ClickAsync();
        await opened.DialogButton("Sink").ClickAsync();
        await Expect(page.GetByTestId("command-outcome")).ToContainTextAsync("Sink done");

        await api.GetByTestId("logs").ClickAsync();
        await Expect(page.GetByTestId("console-line")).ToHaveCountAsync(500);
        await Expect(page.GetByTestId("console-line").Last).ToBeInViewportAsync();
        await api.GetByTestId("environment").ClickAsync();
        await Expect(page.Locator("[data-testid=variable][data-name=ITFRAME_SITE]")).ToHaveTextAsync("london");
        await Expect(page.Locator("[data-testid=variable][data-name=Api__ControlToken]")).ToHaveTextAsync("••••••••");
        opened.AssertNoProblems();
    }

    private static async Task AssertBarsFollowEachOtherAsync(ILocator spans)
    {
        var whole = await BarAsync(spans.Nth(0));
        var failed = await BarAsync(spans.Nth(1));
        var second = await BarAsync(spans.Nth(2));
        Assert.True(failed.X >= whole.X && failed.X < second.X, "The failed attempt lies before the second one.");
        Assert.True(second.X + second.Width <= whole.X + whole.Width + 1, "The second attempt lies within the request.");
        Assert.True(failed.Width >= 3, "The failed attempt can be seen, however short it was.");
        Assert.True(failed.Y > whole.Y && second.Y > failed.Y, "Each span has a line of its own.");
    }

    private static Task<LocatorBoundingBoxResult> BarAsync(ILocator row)
        => ConsolePage.BoxOfAsync(row.Locator(".wf-bar"));
}
