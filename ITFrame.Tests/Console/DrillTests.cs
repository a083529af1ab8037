using System.Net;
using ITFrame.Tests.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Console;

/// <summary>Drills in a browser: choose one, run it, watch it, read its report, compare two.</summary>
public sealed class DrillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ToItsReport_AndComparedWithAnother()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.SetLab();
        await using var console = await ConsoleProcess.StartAsync(control.Settings);
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;

        for (var run = 1; run <= 2; run++)
        {
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Drills" }).ClickAsync();
            await page.Locator("[data-scenario=sink-london]").GetByTestId("run").ClickAsync();
            await Expect(page.GetByTestId("drill-progress")).ToContainTextAsync("1,234");
            await Expect(page.GetByTestId("drill-progress")).ToContainTextAsync("sink london");
            await Expect(page.GetByTestId("drill-detail")).ToHaveAttributeAsync("data-state", "passed");
        }

        await Expect(page.GetByTestId("criteria")).ToContainTextAsync("2 of 2 criteria met");
        await Expect(page.FrameLocator("[data-testid=report]").GetByRole(AriaRole.Heading)).ToHaveTextAsync("London sank, nobody noticed");
        var report = await ConsolePage.BoxOfAsync(page.GetByTestId("report"));
        Assert.True(report is { Width: > 1000, Height: > 300 }, "The report has room.");
        await Screenshots.TakeAsync(page, "drill-report");

        await page.GetByRole(AriaRole.Link, new() { Name = "All drills" }).ClickAsync();
        await Expect(page.GetByTestId("drill-run")).ToHaveCountAsync(2);
        foreach (var box in await page.GetByTestId("drill-run").GetByRole(AriaRole.Checkbox).AllAsync())
        {
            await box.CheckAsync();
        }

        await page.GetByTestId("compare").ClickAsync();
        await Expect(page.GetByTestId("comparison-row")).ToContainTextAsync("p99 of run-1 and run-2");
        await Expect(page.GetByTestId("comparison-row")).ToContainTextAsync("better");
        opened.AssertNoProblems();
    }

    [Fact]
    public async Task Report_ThroughTheConsole_IsSandboxedAndNeedsTheLogin()
    {
        await using var control = await FakeLabControl.StartAsync();
        await using var console = await ConsoleHost.StartAsync(control.Settings);
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = console.Page };
        using (var refused = await client.GetAsync(new Uri("drills/run-1/files/report.html", UriKind.Relative), Cancellation))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var login = await client.GetAsync(new Uri($"login?t={ConsoleHost.Token}", UriKind.Relative), Cancellation);
        using var report = await client.GetAsync(new Uri("drills/run-1/files/report.html", UriKind.Relative), Cancellation);
        using var other = await client.GetAsync(new Uri("drills/run-1/files/secrets.txt", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        Assert.Contains("default-src 'none'", Assert.Single(report.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.StartsWith("sandbox", Assert.Single(report.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }
}
