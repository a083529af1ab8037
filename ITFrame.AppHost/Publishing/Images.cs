using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing;

/// <summary>The images that production runs, and the versions of those that others make.</summary>
internal static class Images
{
    public const string Certbot = "certbot";
    public const string Collector = "otel-collector";
    public const string Dashboard = "aspire-dashboard";

    // The platform's own images begin with it, and so do all variables.
    private const string Own = "itframe-";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        [Workloads.Api.Image] = Workloads.Api.DefaultImage,
        [Workloads.Gateway.Image] = Workloads.Gateway.DefaultImage,
        [Workloads.Member.Image] = Workloads.Member.DefaultImage,
        [Certbot] = "certbot/certbot:v4.0.0",
        [Collector] = "otel/opentelemetry-collector-contrib:0.130.0",
        [Dashboard] = "mcr.microsoft.com/dotnet/aspire-dashboard:9.5",
    };

    public static IReadOnlyCollection<string> Names => Defaults.Keys;

    /// <summary>What an image is where nothing is said; null: it has to be said.</summary>
    public static string? Default(string name, PublishOptions options) => options.Images.GetValueOrDefault(name) ?? Defaults[name];

    /// <summary>The parameter that says which image it is.</summary>
    public static Parameter Parameter(string name, PublishOptions options)
        => new(
            $"{(name.StartsWith(Own, StringComparison.Ordinal) ? name[Own.Length..] : name)}-image",
            $"The image {name}, by digest or with a tag.",
            Default: Default(name, options),
            Example: $"registry.example/{name}:1.0.0");
}
