using System.Diagnostics;
using Microsoft.Playwright;

namespace ITFrame.Benchmarks.Telemetry;

/// <summary>Pages that stay open in a headless Chromium while telemetry comes in, and one that goes from page to page.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    private const string Variable = "ITFRAME_CHROMIUM";
    private const string Interactive = "[data-interactive=true]";

    private static readonly string[] Paths = ["/traces", "/timeline", "/logs", "/metrics"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _visitor;
    private readonly Uri _login;
    private readonly Timing _opened = new("open a page in the browser until it hears clicks");
    private readonly Timing _filtered = new("filter traces in the browser until the list is drawn");

    private OpenPages(IPlaywright playwright, IBrowser browser, IPage visitor, Uri login) => (_playwright, _browser, _visitor, _login) = (playwright, browser, visitor, login);

    public IEnumerable<Timing> Timings => [_opened, _filtered];

    /// <exception cref="PlaywrightException">There is no Chromium, or it does not start.</exception>
    public static async Task<OpenPages> OpenAsync(Uri login, int count)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 720 } });
        var visitor = await context.NewPageAsync();
        await visitor.GotoAsync(login.ToString());
        for (var i = 0; i < count; i++)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(new Uri(login, Paths[i % Paths.Length]).ToString());
            await page.Locator(Interactive).WaitForAsync();
        }

        // A browser draws a page behind others once a second, and a click waits until it has been drawn.
        await visitor.BringToFrontAsync();
        return new OpenPages(playwright, browser, visitor, login);
    }

    /// <summary>Opens page after page, and switches a filter, until it is cancelled.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await _visitor.GotoAsync(new Uri(_login, Paths[i % Paths.Length]).ToString());
            await _visitor.Locator(Interactive).WaitForAsync();
            _opened.Add(start);
            if (Paths[i % Paths.Length] == "/traces")
            {
                start = Stopwatch.GetTimestamp();
                await _visitor.GetByTestId("filter-failovers").ClickAsync();
                await _visitor.Locator("[data-testid=trace-row]").First.WaitForAsync();
                await _visitor.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-testid=trace-row]')].every(row => row.dataset.failover === 'true')");
                _filtered.Add(start);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
