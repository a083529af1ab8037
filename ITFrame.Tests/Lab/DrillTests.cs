using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ITFrame.Tests.Browser;
using ITFrame.Tests.Console;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Lab;

/// <summary>A drill from the console, against the lab that runs: chosen, run, watched, read and compared, as a person does it.</summary>
[Collection(LabCollection.Name)]
public sealed class DrillTests(LabFixture lab)
{
    [Fact]
    public async Task Run_SmokeFromTheConsole_IsWatchedAndReportsWhatClientsSaw()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        await using var opened = await ConsolePage.OpenAsync(lab.ConsoleUrl);
        var page = opened.Page;
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Drills" }).ClickAsync();
        await Expect(page.Locator("[data-scenario=sink-london]")).ToBeVisibleAsync();

        // A short one, and gentle: what is tested is the way from the start to the report, not the lab's speed.
        await page.GetByTestId("drill-rate").FillAsync("30");
        await page.GetByTestId("drill-seed").FillAsync("7");
        await page.Locator("[data-scenario=smoke]").GetByTestId("run").ClickAsync();
        await Expect(page.GetByTestId("drill-detail")).ToHaveAttributeAsync("data-state", "running");
        var id = new Uri(page.Url).Segments[^1];
        using var second = await lab.Control.PostAsJsonAsync("drills/runs", new { scenario = "smoke" }, cancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);

        // Watched: the phases go on, and what is broken is told as it is.
        await Expect(page.Locator(".phase.now")).ToHaveTextAsync(new Regex("fault|recovery|check"), new() { Timeout = 120_000 });
        await Expect(page.GetByTestId("drill-progress")).ToContainTextAsync("kill api-london-1");
        await Screenshots.TakeAsync(page, "drill");
        await Expect(page.GetByTestId("drill-detail")).ToHaveAttributeAsync("data-state", new Regex("^(passed|failed)$"), new() { Timeout = 120_000 });

        var report = page.FrameLocator("[data-testid=report]");
        await Expect(report.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("smoke");
        await Expect(report.Locator("svg").First).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "drill-report");
        await AssertReportAsync(id, cancellationToken);

        await page.GotoAsync(new Uri(lab.ConsoleUrl, $"/drills/compare?a={id}&b={id}").ToString());
        await Expect(page.GetByTestId("comparison-row").First).ToBeVisibleAsync();
        Assert.True(await page.GetByTestId("comparison-row").CountAsync() > 20, "Reports are compared by every measure.");
        await page.GotoAsync(new Uri(lab.ConsoleUrl, "/drills").ToString());
        await Expect(page.GetByTestId("drill-run")).ToHaveCountAsync(1);
        opened.AssertNoProblems();
        await lab.WaitUntilHealthyAsync(cancellationToken);
    }

    /// <summary>The same run, as programs read it.</summary>
    private async Task AssertReportAsync(string id, CancellationToken cancellationToken)
    {
        var run = await lab.Control.GetFromJsonAsync<JsonElement>($"drills/runs/{id}", cancellationToken);
        Assert.True(State(run) is "passed" or "failed", run.ToString());
        // A loaded machine may be too slow for a limit, but never a reason to break a promise.
        Assert.All(
            run.GetProperty("criteria").EnumerateArray().Where(criterion => criterion.GetProperty("limit").GetString() == "0"),
            criterion => Assert.True(criterion.GetProperty("passed").GetBoolean(), criterion.ToString()));
        Assert.Contains(run.GetProperty("progress").GetProperty("events").EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "fault");
        Assert.Contains("<svg", await lab.Control.GetStringAsync($"drills/runs/{id}/report.html", cancellationToken), StringComparison.Ordinal);
        Assert.Contains("testsuite", await lab.Control.GetStringAsync($"drills/runs/{id}/junit.xml", cancellationToken), StringComparison.Ordinal);
        var report = await lab.Control.GetFromJsonAsync<JsonElement>($"drills/runs/{id}/report.json", cancellationToken);
        Assert.Equal(7, report.GetProperty("seed").GetInt32());
        var comparison = await lab.Control.GetFromJsonAsync<JsonElement>($"drills/compare?a={id}&b={id}", cancellationToken);
        Assert.All(comparison.GetProperty("rows").EnumerateArray(), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("better").ValueKind));
    }

    [Theory]
    [InlineData("""{ "scenario": "sink-atlantis" }""", HttpStatusCode.NotFound)]
    [InlineData("""{ "scenario": "layout-2016" }""", HttpStatusCode.Conflict)]
    [InlineData("""{ "scenario": "smoke", "rate": 0 }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "scenario": """, HttpStatusCode.BadRequest)]
    public async Task Start_WhatCannotRun_IsRefusedWithAReason(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await lab.Control.PostAsync(new Uri("drills/runs", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("drills/runs/nobody")]
    [InlineData("drills/runs/nobody/report.html")]
    [InlineData("drills/compare?a=nobody&b=nobody")]
    public async Task Get_NoSuchRun_IsNotFound(string path)
    {
        using var response = await lab.Control.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string? State(JsonElement run) => run.GetProperty("state").GetString();
}
