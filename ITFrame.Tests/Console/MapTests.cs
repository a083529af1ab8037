using Grpc.Net.Client;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Tests.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Console;

/// <summary>The map and the timeline in a browser, as a person uses them who breaks things.</summary>
public sealed class MapTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sink_BySiteMenu_ChangesMapAndTimelineAndLeadsToTheFailoversTrace()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.SetLab();
        await using var console = await ConsoleProcess.StartAsync(control.Settings);
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;
        await AssertHealthyRegionAsync(page, "london");
        await AssertHealthyRegionAsync(page, "frankfurt");
        await AssertPlacesAsync(page);
        await Screenshots.TakeAsync(page, "map-healthy");
        await Expect(page.GetByTestId("crown")).ToHaveAttributeAsync("data-primary", "mongo-london");
        var crown = await ConsolePage.BoxOfAsync(page.GetByTestId("crown"));

        // By keyboard: the menu opens with its first command in focus.
        await Site(page, "london").GetByTestId("map-site-button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-testid=menu-command][data-command=kill]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("element-menu")).ToHaveCountAsync(0);
        await Expect(Site(page, "london").GetByTestId("map-site-button")).ToBeFocusedAsync();

        await Site(page, "london").GetByTestId("map-site-button").ClickAsync();
        await page.Locator("[data-testid=menu-command][data-command=sink]").ClickAsync();
        await Expect(page.GetByText("Really sink it?")).ToBeVisibleAsync();
        Assert.Empty(control.Commands);
        await opened.DialogButton("Sink").ClickAsync();

        await Expect(Site(page, "london")).ToHaveAttributeAsync("data-state", "Sunk");
        await Expect(Node(page, "api-london-1")).ToHaveAttributeAsync("data-state", "bad");
        await Expect(page.GetByTestId("map-summary")).ToContainTextAsync("no primary");
        await Expect(Event(page, "fault").First).ToBeVisibleAsync();
        control.SetMembers(2, ("london", "down"), ("frankfurt", "primary"), ("amsterdam", "secondary"));
        await Expect(page.GetByTestId("crown")).ToHaveAttributeAsync("data-primary", "mongo-frankfurt");
        await Expect(Event(page, "election").Last).ToBeVisibleAsync();
        // The region comes back piece by piece, its gateway first.
        control.Set("gateway-london", "Running", kind: "gateway");
        using var traffic = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sending = SendFailoversAsync(console.Otlp, traffic.Token);
        await Expect(page.Locator("[data-testid=flow][data-from=gateway-london][data-to=gateway-frankfurt]")).ToHaveCountAsync(1);
        await Screenshots.TakeAsync(page, "map-sunk");
        await traffic.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True((await ConsolePage.BoxOfAsync(page.GetByTestId("crown"))).X > crown.X + 300, "The crown has moved from London to Frankfurt.");

        await Event(page, "failover").First.ClickAsync();
        await Expect(page.GetByTestId("event-detail")).ToContainTextAsync("gateway-london fails over to gateway-frankfurt");
        await Screenshots.TakeAsync(page, "timeline-event");
        await page.GetByTestId("event-trace").First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByTestId("span-row")).ToHaveCountAsync(10);
        opened.AssertNoProblems();
    }

    [Fact]
    public async Task Link_CutAndRestored_ShowsItsState()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.SetLab();
        await using var console = await ConsoleProcess.StartAsync(control.Settings);
        await using var opened = await ConsolePage.OpenAsync(console.Login);
        var page = opened.Page;
        var link = page.Locator("[data-testid=map-link][data-link='frankfurt/london']");
        await Expect(link).ToContainTextAsync("10 ms");

        await link.ClickAsync();
        await page.Locator("[data-testid=menu-command][data-command=cut]").ClickAsync();
        await opened.DialogButton("Cut").ClickAsync();
        await Expect(link).ToHaveAttributeAsync("data-state", "cut");
        await Expect(Event(page, "fault")).ToHaveCountAsync(1);
        await link.ClickAsync();
        await page.Locator("[data-testid=menu-command][data-command=restore]").ClickAsync();
        await Expect(link).ToHaveAttributeAsync("data-state", "up");
        await Expect(Event(page, "recovery")).ToHaveCountAsync(1);
        opened.AssertNoProblems();
    }

    [Fact]
    public async Task Map_OnAPhone_StandsSiteBelowSiteWithinTheWidth()
    {
        await using var control = await FakeLabControl.StartAsync();
        control.SetLab();
        await using var console = await ConsoleProcess.StartAsync(control.Settings);
        await using var opened = await ConsolePage.OpenAsync(console.Login, width: 390, height: 844, ColorScheme.Dark);
        var page = opened.Page;

        await Expect(page.GetByTestId("map")).ToHaveAttributeAsync("data-layout", "tall");
        await opened.AssertFitsAsync();
        var london = await ConsolePage.BoxOfAsync(Site(page, "london"));
        var amsterdam = await ConsolePage.BoxOfAsync(Site(page, "amsterdam"));
        var frankfurt = await ConsolePage.BoxOfAsync(Site(page, "frankfurt"));
        Assert.True(london.Y + london.Height < amsterdam.Y && amsterdam.Y + amsterdam.Height < frankfurt.Y, "The sites stand one below the other.");
        Assert.True(london.X >= 0 && london.X + london.Width <= 390, "The sites are within the window.");
        Assert.True((await ConsolePage.BoxOfAsync(page.GetByTestId("timeline"))).Y > frankfurt.Y + frankfurt.Height, "The timeline is below the map.");

        await Node(page, "api-london-1").ClickAsync();
        var menu = await ConsolePage.BoxOfAsync(page.GetByTestId("element-menu"));
        Assert.True(menu.X >= 0 && menu.X + menu.Width <= 390 && menu.Y + menu.Height <= 845, "The menu is within the window.");
        await Screenshots.TakeAsync(page, "map-phone");
        opened.AssertNoProblems();
    }

    /// <summary>Sends what a region's gateway tells while its replicas are away, a request every 100 ms.</summary>
    private static async Task SendFailoversAsync(Uri otlp, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(otlp);
        var client = new TraceService.TraceServiceClient(channel);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await pace.WaitForNextTickAsync(cancellationToken))
        {
            await client.ExportAsync(OtlpSample.Failover(OtlpSample.NewTraceId(), DateTimeOffset.UtcNow), cancellationToken: CancellationToken.None);
        }
    }

    private static ILocator Site(IPage page, string site) => page.Locator($"[data-testid=map-site][data-site={site}]");

    private static ILocator Node(IPage page, string node) => page.Locator($"[data-testid=map-node][data-node={node}]");

    private static ILocator Event(IPage page, string kind) => page.Locator($"[data-testid=event][data-kind={kind}]");

    private static async Task AssertHealthyRegionAsync(IPage page, string site)
    {
        // Five boxes: the site, its gateway, two replicas and the member.
        await Expect(Site(page, site)).ToHaveAttributeAsync("data-state", "Running");
        foreach (var node in new[] { $"gateway-{site}", $"api-{site}-1", $"api-{site}-2", $"mongo-{site}" })
        {
            await Expect(Node(page, node)).ToHaveAttributeAsync("data-state", "good");
        }
    }

    private static async Task AssertPlacesAsync(IPage page)
    {
        var london = await ConsolePage.BoxOfAsync(Site(page, "london"));
        var frankfurt = await ConsolePage.BoxOfAsync(Site(page, "frankfurt"));
        var gateway = await ConsolePage.BoxOfAsync(Node(page, "gateway-london"));
        var replica = await ConsolePage.BoxOfAsync(Node(page, "api-london-1"));
        var member = await ConsolePage.BoxOfAsync(Node(page, "mongo-london"));
        Assert.True(london.X + london.Width < frankfurt.X, "London is to the left of Frankfurt.");
        Assert.True(gateway.Y + gateway.Height < replica.Y && replica.Y + replica.Height < member.Y, "A request's way leads downwards.");
        Assert.True(gateway.X >= london.X && gateway.X + gateway.Width <= london.X + london.Width, "The gateway is within its site.");
        var timeline = await ConsolePage.BoxOfAsync(page.GetByTestId("timeline"));
        Assert.True(timeline.Y > london.Y + london.Height, "The timeline is below the map.");
        Assert.True(timeline.Y + timeline.Height <= 720, "Map and timeline are both seen without scrolling.");
    }
}
