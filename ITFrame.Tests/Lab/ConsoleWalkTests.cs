using ITFrame.Tests.Browser;
using ITFrame.Tests.Console;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Lab;

/// <summary>A person watches the lab on the map, sinks a region there, and sees what became of it. Its pictures are the documentation's.</summary>
[Collection(LabCollection.Name)]
public sealed class ConsoleWalkTests(LabFixture lab)
{
    private const string Fault = "[data-testid=event][data-kind=fault]";

    [Fact]
    public async Task Map_LondonSunkUnderTraffic_CrownMovesAndTimelineTellsOfIt()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await lab.MendAsync(cancellationToken);
        await using var opened = await ConsolePage.OpenAsync(lab.ConsoleUrl);
        var page = opened.Page;
        using var traffic = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = Task.WhenAll(AskAsync("london", traffic.Token), AskAsync("frankfurt", traffic.Token));
        await Expect(page.Locator("[data-testid=map-node][data-state=good]")).ToHaveCountAsync(9);
        await Expect(page.Locator("[data-testid=flow][data-from=internet]")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("crown")).ToHaveAttributeAsync("data-primary", new System.Text.RegularExpressions.Regex("^mongo-"));
        await Expect(page.GetByTestId("client-rate")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^[1-9]\d+(\.\d+)?/s$"));
        await Screenshots.TakeAsync(page, "map");

        // The lab is shared: another test may have sunk London a moment ago.
        var before = await page.Locator(Fault).EvaluateAllAsync<string[]>("events => events.map(event => event.dataset.event)");
        await page.Locator("[data-testid=map-site][data-site=london]").GetByTestId("map-site-button").ClickAsync();
        await page.Locator("[data-testid=menu-command][data-command=sink]").ClickAsync();
        await opened.DialogButton("Sink").ClickAsync();

        await Expect(page.Locator("[data-testid=map-site][data-site=london]")).ToHaveAttributeAsync("data-state", "Sunk");
        await Expect(page.Locator(Fault + string.Concat(before.Select(id => $":not([data-event='{id}'])")), new() { HasTextString = "london sunk" })).ToBeVisibleAsync();
        await Expect(page.GetByTestId("crown")).ToHaveAttributeAsync("data-primary", new System.Text.RegularExpressions.Regex("^mongo-(frankfurt|amsterdam)$"));
        await Screenshots.TakeAsync(page, "map-sunk");

        await lab.CommandAsync("site-london", "raise", cancellationToken);
        await lab.WaitUntilHealthyAsync(cancellationToken);
        await page.GotoAsync(new Uri(lab.ConsoleUrl, "/timeline?minutes=2").ToString());
        await Expect(page.Locator("[data-testid=event][data-kind=recovery]").Last).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "timeline");
        await traffic.CancelAsync();
        await clients;
        opened.AssertNoProblems();
    }

    /// <summary>Some thirty requests a second of one region's clients, whatever becomes of them.</summary>
    private async Task AskAsync(string site, CancellationToken cancellationToken)
    {
        using var client = lab.Gateway(site);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await pace.WaitForNextTickAsync(cancellationToken);
                using var response = await client.GetAsync(new Uri("nowplaying/demo", UriKind.Relative), cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The region is sunk, which is what the test is about, or the test is over.
            }
        }
    }
}
