using ITFrame.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>A person looks for what happened: opens the console, filters for failovers, and reads one as a waterfall.</summary>
[Collection(LabCollection.Name)]
public sealed class FailoverTraceTests(LabFixture lab)
{
    [Fact]
    public async Task TraceView_LondonWithoutReplicas_ShowsTheWayThroughFrankfurt()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { IgnoreHTTPSErrors = true, ViewportSize = new ViewportSize { Width = 1280, Height = 720 } });
        await page.GotoAsync(lab.ConsoleUrl.ToString());

        using var london = lab.Gateway("london");
        await lab.CommandAsync("api-london-1", "kill", cancellationToken);
        await lab.CommandAsync("api-london-2", "kill", cancellationToken);
        // The first request after the kill meets a dead replica, before any health check has noticed.
        using (var response = await london.GetAsync(new Uri("nowplaying/demo", UriKind.Relative), cancellationToken))
        {
            response.EnsureSuccessStatusCode();
            Assert.StartsWith("frankfurt/", response.Headers.GetValues("X-Served-By").Single(), StringComparison.Ordinal);
        }

        await page.GotoAsync(new Uri(lab.ConsoleUrl, "/traces?failovers=true").ToString());
        var failover = page.Locator("[data-testid=trace-row][data-failover=true]", new PageLocatorOptions { HasText = "gateway-frankfurt" }).First;
        // Followed by its address: rows move while traces come in, and a click may meet the next one.
        var address = await failover.Locator("a").First.GetAttributeAsync("href");
        await page.GotoAsync(new Uri(lab.ConsoleUrl, address!).ToString());

        await Assertions.Expect(Span(page, "gateway-london", attempt: 1)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-testid=span-row][data-service=gateway-london]", new PageLocatorOptions { HasText = "gateway-frankfurt" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-testid=span-row][data-service=gateway-frankfurt]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-testid=span-row][data-service^=api-frankfurt]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-testid=span-row][data-service^=api-frankfurt]", new PageLocatorOptions { HasTextRegex = new("find|aggregate") }).First).ToBeVisibleAsync();
        // A folder to leave the picture in that the README shows.
        if (Environment.GetEnvironmentVariable("ITFRAME_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "failover-trace.png") });
        }

        await lab.CommandAsync("api-london-1", "resource-start", cancellationToken);
        await lab.CommandAsync("api-london-2", "resource-start", cancellationToken);
        await lab.WaitUntilHealthyAsync(cancellationToken);
    }

    private static ILocator Span(IPage page, string service, int attempt)
        => page.Locator($"[data-testid=span-row][data-service={service}][data-attempt='{attempt}']").First;
}
