using ITFrame.ServiceDefaults.Hosting;

namespace ITFrame.Console.LabControl;

/// <summary>Where lab control is: <c>ITFRAME_CONTROL_URL</c> and <c>ITFRAME_CONTROL_TOKEN</c>. Without a URL the console shows telemetry only.</summary>
internal sealed record LabControlOptions(Uri? Url, string? Token)
{
    public const string UrlVariable = "ITFRAME_CONTROL_URL";
    public const string TokenVariable = "ITFRAME_CONTROL_TOKEN";

    /// <exception cref="ServiceConfigurationException">The URL is not one.</exception>
    public static LabControlOptions From(IConfiguration configuration)
        => new(ReadUrl(configuration[UrlVariable]), configuration[TokenVariable]);

    private static Uri? ReadUrl(string? value)
        => string.IsNullOrWhiteSpace(value) ? null
            : Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw new ServiceConfigurationException($"{UrlVariable} must be an http address, not '{value}'.");
}
