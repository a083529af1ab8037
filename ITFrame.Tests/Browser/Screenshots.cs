using Microsoft.Playwright;

namespace ITFrame.Tests.Browser;

/// <summary>Pictures of pages, kept beside the tests' other output: what a test saw when it passed or failed.</summary>
internal static class Screenshots
{
    /// <summary>Names the folder to leave them in, such as that of the documentation.</summary>
    public const string Variable = "ITFRAME_SCREENSHOTS";

    public static string Folder
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? configured : Path.Combine(AppContext.BaseDirectory, "screenshots");

    public static Task TakeAsync(IPage page, string name)
        => page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
}
