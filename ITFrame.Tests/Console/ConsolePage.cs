using ITFrame.Tests.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ITFrame.Tests.Console;

/// <summary>A browser with the console's page open, and what went wrong in it.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _problems = [];

    private ConsolePage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Opens the console and waits until clicks are heard.</summary>
    public static async Task<ConsolePage> OpenAsync(Uri login, int width = 1280, int height = 720, ColorScheme scheme = ColorScheme.Light)
    {
        var playwright = await Playwright.CreateAsync();
        try
        {
            var browser = await Chromium.LaunchAsync(playwright);
            var page = await browser.NewPageAsync(new BrowserNewPageOptions { IgnoreHTTPSErrors = true, ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme });
            page.SetDefaultTimeout(60_000);
            SetDefaultExpectTimeout(60_000);
            var opened = new ConsolePage(playwright, browser, page);
            opened.WatchForProblems(login);
            await page.GotoAsync(login.ToString());
            await opened.BecomesInteractiveAsync();
            return opened;
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>Until the circuit runs, a click on what was drawn before would go nowhere.</summary>
    public Task BecomesInteractiveAsync() => Expect(Page.Locator("[data-interactive=true]")).ToBeVisibleAsync();

    /// <summary>A button of the dialog that asks first. Fluent UI's buttons have their role from within, where Playwright does not look.</summary>
    public ILocator DialogButton(string text) => Page.Locator("fluent-dialog fluent-button", new() { HasTextString = text });

    /// <param name="exceptStatus">A status that the test has asked for; null for none.</param>
    public void AssertNoProblems(int? exceptStatus = null)
        => Assert.DoesNotContain(_problems, problem => exceptStatus is null || !problem.StartsWith($"{exceptStatus} ", StringComparison.Ordinal));

    /// <summary>Where an element is; it must be visible.</summary>
    public static async Task<LocatorBoundingBoxResult> BoxOfAsync(ILocator element)
    {
        await Expect(element).ToBeVisibleAsync();
        var box = await element.BoundingBoxAsync();
        Assert.NotNull(box);
        return box;
    }

    public async Task AssertFitsAsync()
    {
        var overflow = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} pixels wider than its window.");
    }

    /// <summary>Closes it, and keeps a picture of what was seen last: where the test fails, that is where.</summary>
    public async ValueTask DisposeAsync()
    {
        await Screenshots.TakeLastAsync(Page);
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>Errors of the page, and requests to anywhere but the console: it must work where nothing else can be reached.</summary>
    private void WatchForProblems(Uri login)
    {
        Page.PageError += (_, error) => _problems.Add(error);
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(login.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _problems.Add($"request to {request.Url}");
            }
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _problems.Add($"{response.Status} from {response.Url}");
            }
        };
    }
}
