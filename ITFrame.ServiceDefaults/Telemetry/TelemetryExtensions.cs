using ITFrame.ServiceDefaults.Health;
using ITFrame.ServiceDefaults.Network;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ITFrame.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>The MongoDB driver's own source (built in since 3.7): each command, and each retry of it, is a span.</summary>
    private const string MongoDriverSource = "MongoDB.Driver";

    /// <summary>Sources and meters of this platform are named ITFrame.*, so that a new one is exported without being listed here.</summary>
    private const string PlatformSources = "ITFrame.*";

    /// <summary>
    /// Categories that write, or put into a scope, the path or URL of every request: secrets included (see <see cref="SecretPaths"/>),
    /// on the console too, and no news beside the spans.
    /// </summary>
    private static readonly (string Category, LogLevel Level)[] UrlLoggers =
    [
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        ("System.Net.Http.HttpClient", LogLevel.Warning),
        ("Yarp.ReverseProxy.Forwarder", LogLevel.Warning),
    ];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        foreach (var (category, level) in UrlLoggers)
        {
            builder.Logging.AddFilter(category, level);
        }

        var endpoints = OtlpEndpoints(builder.Configuration);
        if (endpoints.Count == 0)
        {
            // Spans that nobody receives would still be made, a good part of what a small request costs.
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddSite(builder.Configuration))
            .WithTracing(tracing => tracing
                .AddSource(PlatformSources, MongoDriverSource)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsNotHealthCheck)
                .AddHttpClientInstrumentation(options => options.FilterHttpRequestMessage = IsNotHealthCheck)
                .AddProcessor(new SecretPathActivityProcessor())
                .AddExporters(endpoints))
            .WithMetrics(metrics => metrics
                .AddMeter(PlatformSources, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http")
                .AddRuntimeInstrumentation()
                .AddExporters(endpoints));

        telemetry.WithLogging(logging => logging.AddProcessor(new SecretPathLogProcessor()).AddExporters(endpoints), options =>
        {
            options.IncludeFormattedMessage = true;
            options.IncludeScopes = true;
        });
    }

    /// <summary>The collectors to send to: the orchestrator's, and the lab console's where that is another one.</summary>
    private static List<Uri> OtlpEndpoints(IConfiguration configuration)
        => new[] { configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], configuration["ITFRAME_OTLP_ENDPOINT"] }
            .Where(value => !string.IsNullOrWhiteSpace(value))
            .Select(value => new Uri(value!))
            .Distinct()
            .ToList();

    private static void AddSite(this ResourceBuilder resource, IConfiguration configuration)
    {
        if (configuration[Site.Variable] is { Length: > 0 } site)
        {
            resource.AddAttributes([new("itframe.site", site)]);
        }
    }

    private static TracerProviderBuilder AddExporters(this TracerProviderBuilder tracing, List<Uri> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            tracing.AddOtlpExporter(endpoint.Authority, options => options.Use(endpoint));
        }

        return tracing;
    }

    private static MeterProviderBuilder AddExporters(this MeterProviderBuilder metrics, List<Uri> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            metrics.AddOtlpExporter(endpoint.Authority, options => options.Use(endpoint));
        }

        return metrics;
    }

    private static LoggerProviderBuilder AddExporters(this LoggerProviderBuilder logging, List<Uri> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            logging.AddOtlpExporter(endpoint.Authority, options => options.Use(endpoint));
        }

        return logging;
    }

    private static void Use(this OtlpExporterOptions options, Uri endpoint)
    {
        options.Endpoint = endpoint;
        options.Protocol = OtlpExportProtocol.Grpc;
    }

    // Health checks come several times a second from each gateway and would bury the requests that people look for.
    private static bool IsNotHealthCheck(HttpContext context)
        => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

    private static bool IsNotHealthCheck(HttpRequestMessage request)
        => request.RequestUri?.AbsolutePath is not (HealthPaths.Live or HealthPaths.Ready);
}
