using System.Text.RegularExpressions;

namespace ITFrame.Console.Components.Resources;

/// <summary>Terminal colours in console output, which a page would show as noise.</summary>
internal static partial class Ansi
{
    public static string Strip(string text) => text.Contains('\u001b') ? Sequence().Replace(text, "") : text;

    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]")]
    private static partial Regex Sequence();
}
