using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>A drill from lab control: started, watched, and read.</summary>
[Collection(LabCollection.Name)]
public sealed class DrillTests(LabFixture lab)
{
    [Fact]
    public async Task Run_Smoke_ReportsWhatClientsSaw()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        var scenarios = await lab.Control.GetFromJsonAsync<JsonElement>("drills/scenarios", cancellationToken);
        Assert.Contains(scenarios.EnumerateArray(), scenario => scenario.GetProperty("name").GetString() == "smoke");

        // A short one, and gentle: what is tested is the way from the start to the report, not the lab's speed.
        using var started = await lab.Control.PostAsJsonAsync("drills/runs", new { scenario = "smoke", seed = 7, rate = 30 }, cancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString();
        using var second = await lab.Control.PostAsJsonAsync("drills/runs", new { scenario = "smoke" }, cancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);

        Task<JsonElement> RunAsync() => lab.Control.GetFromJsonAsync<JsonElement>($"drills/runs/{id}", cancellationToken);
        await Eventually.TrueAsync(async () => State(await RunAsync()) != "running", TimeSpan.FromMinutes(4), async () => (await RunAsync()).ToString(), cancellationToken);

        var run = await RunAsync();
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
        await lab.WaitUntilHealthyAsync(cancellationToken);
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
