using Microsoft.Playwright;
using Xunit;

namespace ITFrame.Tests.Browser;

/// <summary>The Chromium that browser tests drive: the machine's own, because the tests must run where none can be downloaded.</summary>
internal static class Chromium
{
    /// <summary>Names the executable to use, before any that is found.</summary>
    public const string Variable = "ITFRAME_CHROMIUM";

    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/usr/bin/google-chrome-stable",
        "/usr/bin/microsoft-edge",
        "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>The executable's path; null where there is none.</summary>
    public static string? Find()
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? configured : Array.Find(Places, File.Exists);

    /// <summary>Starts it without a window, or skips the test where there is none.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var path = Find();
        Assert.SkipWhen(path is null, $"No Chromium was found: install one, or set {Variable} to its path.");
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            // Containers and CI machines often allow neither the sandbox nor much shared memory.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }
}
