using ITFrame.Drills.Clients;
using ITFrame.Drills.Report;
using ITFrame.Drills.Report.Html;
using ITFrame.Drills.Scenarios;
using ITFrame.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace ITFrame.Tests.Drills;

/// <summary>The report's page in a browser, with something of everything that it can show.</summary>
public sealed class ReportPageTests
{
    [Fact]
    public async Task Page_ByDayAndByNightAtADeskAndOnAPhone_IsReadableAndWithinTheWindow()
    {
        var html = HtmlReport.Write(ReportBuilder.Build(Run()));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1280, 390 })
            {
                // As high as the page, so that all of it is within the window.
                var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 4000 }, ColorScheme = scheme });
                await page.SetContentAsync(html);
                await Screenshots.TakeAsync(page, $"report-{scheme}-{width}".ToLowerInvariant());

                Assert.True(await TextContrast.AssertAsync(page, $"report ({scheme}, {width})") > 50, "The report is there.");
                Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, "The page is within the window.");
                await page.CloseAsync();
            }
        }
    }

    private static DrillRun Run() => ReportTests.GoodRun with
    {
        Records =
        [
            .. ReportTests.GoodRun.Records,
            .. Enumerable.Range(0, 900).Select(number => Histories.Read(number, number / 20.0, (number / 20.0) + (number is > 200 and < 260 ? 2.5 : 0.02))),
            .. Enumerable.Range(0, 40).Select(number => Histories.Read(number, 11 + (number / 10.0), 26 + (number / 10.0), number % 3 == 0 ? ClientOutcome.Unknown : ClientOutcome.OutOfGateways)),
        ],
        Timeline =
        [
            .. ReportTests.GoodRun.Timeline,
            new(TimeSpan.FromSeconds(10.4), TimelineEvents.Detect, "gateway-frankfurt: gateway-london is ejected (checks)"),
            new(TimeSpan.FromSeconds(13.5), TimelineEvents.Elect, "frankfurt is primary"),
            new(TimeSpan.FromSeconds(30), TimelineEvents.Mend, "raise site-london"),
            new(TimeSpan.FromSeconds(31), TimelineEvents.Note, "gateway-frankfurt: gateway-london is healthy again"),
        ],
    };
}
