namespace Aspire.Hosting.ApplicationModel;

/// <summary>The formats allowed in a hole of a reference expression.</summary>
internal static class ReferenceFormat
{
    public static string Apply(string value, string? format)
        => format switch
        {
            null or "" => value,
            "uri" => Uri.EscapeDataString(value),
            _ => throw new FormatException($"The format '{format}' is not known in a reference expression; only 'uri' is."),
        };
}
