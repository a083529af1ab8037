using System.Text.RegularExpressions;

namespace ITFrame.Tests.LocalHosting.Api;

/// <summary>Brings listed and rendered signatures into one form: no namespaces, attributes, or modifiers that callers do not see.</summary>
internal static partial class ApiSignature
{
    public static string Normalize(string signature)
    {
        var text = Attributes().Replace(signature, string.Empty);
        text = Qualifiers().Replace(text, string.Empty);
        text = HiddenModifiers().Replace(text, string.Empty);
        text = IsField(text) ? text : text.Replace("readonly ", string.Empty, StringComparison.Ordinal);
        text = PropertyBodies(text);
        return Spaces().Replace(text, " ").Trim().TrimEnd(';');
    }

    private static bool IsField(string text) => !text.Contains('(', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal);

    /// <summary>Properties copied from source have bodies where the others have accessors.</summary>
    private static string PropertyBodies(string text)
    {
        var body = text.IndexOf("=>", StringComparison.Ordinal);
        if (body < 0)
        {
            return text;
        }

        var brace = text.IndexOf('{', StringComparison.Ordinal);
        return brace < 0 || brace > body
            ? text[..body] + "{ get; }"
            : text[..brace] + (text.Contains("set =>", StringComparison.Ordinal) ? "{ get; set; }" : "{ get; }");
    }

    [GeneratedRegex(@"\[[^\]]+\]\s*")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\b(?:\w+\.)+(?=\w)")]
    private static partial Regex Qualifiers();

    [GeneratedRegex(@"\b(?:partial|virtual|override) |@")]
    private static partial Regex HiddenModifiers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
