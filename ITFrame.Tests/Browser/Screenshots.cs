using Microsoft.Playwright;
using Xunit;

namespace ITFrame.Tests.Browser;

/// <summary>Pictures of pages, kept beside the tests' other output: what a test saw when it passed or failed. CI keeps them as artifacts.</summary>
internal static class Screenshots
{
    /// <summary>Names the folder to leave them in, such as that of the documentation.</summary>
    public const string Variable = "ITFRAME_SCREENSHOTS";

    public static string Folder
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? configured : Default;

    private static string Default => Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots");

    public static Task TakeAsync(IPage page, string name) => TakeAsync(page, Folder, name);

    /// <summary>What the page shows as the test ends, named after the test. Never among the documentation's pictures.</summary>
    public static async Task TakeLastAsync(IPage page)
    {
        var test = TestContext.Current.TestMethod is { } method ? $"{method.TestClass.TestClassSimpleName}.{method.MethodName}" : "unknown";
        try
        {
            await TakeAsync(page, Path.Combine(Default, "last"), test);
        }
        catch (PlaywrightException exception)
        {
            // The page may be what has failed; the test says so itself.
            TestContext.Current.TestOutputHelper?.WriteLine($"No last picture of {test}: {exception.Message}");
        }
    }

    private static Task<byte[]> TakeAsync(IPage page, string folder, string name)
        => page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
}
