using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>How texts are written in a Compose file, where <c>$</c> begins a variable.</summary>
internal static class ComposeText
{
    /// <summary>Compose itself ends with the variable's name where one without default is not set.</summary>
    public static string ToCompose(this Text text)
        => text.Render(literal => literal.Replace("$", "$$", StringComparison.Ordinal), ToCompose);

    public static string ToCompose(this Parameter parameter)
        => parameter.Default is { } value ? $"${{{parameter.Variable}:-{value}}}" : $"${{{parameter.Variable}:?set it in .env}}";

    public static string Escaped(this string literal) => literal.Replace("$", "$$", StringComparison.Ordinal);

    public static string ToCompose(this TimeSpan time) => $"{time.TotalSeconds:0}s";
}
