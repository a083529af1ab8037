using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Tells processes where to send their telemetry.</summary>
public static class OtlpConfigurationExtensions
{
    private const string GrpcEndpointKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string HttpEndpointKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";

    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder.WithOtlpVariables(protocol: null);

    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder, OtlpProtocol protocol)
        where T : IResourceWithEnvironment => builder.WithOtlpVariables(protocol);

    private static IResourceBuilder<T> WithOtlpVariables<T>(this IResourceBuilder<T> builder, OtlpProtocol? protocol)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);

        var configuration = builder.ApplicationBuilder.Configuration;
        var isDevelopment = builder.ApplicationBuilder.Environment.IsDevelopment();
        var name = builder.Resource.Name;
        var instanceId = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz", 8);

        return builder.WithEnvironment(context =>
        {
            if (context.ExecutionContext.IsPublishMode)
            {
                return;
            }

            // Read when the process starts, so that an AppHost can still decide the address while it builds its model.
            var (url, protocolName) = ResolveEndpoint(configuration, protocol);
            if (url is not null)
            {
                context.EnvironmentVariables["OTEL_EXPORTER_OTLP_ENDPOINT"] = url;
                context.EnvironmentVariables["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocolName;
            }

            context.EnvironmentVariables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instanceId}";
            context.EnvironmentVariables["OTEL_SERVICE_NAME"] = name;
            if (configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
            {
                context.EnvironmentVariables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
            }

            if (isDevelopment)
            {
                // A second's delay: a developer watches.
                context.EnvironmentVariables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
                context.EnvironmentVariables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
                context.EnvironmentVariables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
                context.EnvironmentVariables["OTEL_TRACES_SAMPLER"] = "always_on";
                context.EnvironmentVariables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            }
        });
    }

    private static (string? Url, string Protocol) ResolveEndpoint(ConfigurationManager configuration, OtlpProtocol? protocol)
    {
        var grpc = configuration[GrpcEndpointKey];
        var http = configuration[HttpEndpointKey];
        return protocol == OtlpProtocol.HttpProtobuf || (protocol is null && string.IsNullOrEmpty(grpc) && !string.IsNullOrEmpty(http))
            ? (string.IsNullOrEmpty(http) ? null : http, "http/protobuf")
            : (string.IsNullOrEmpty(grpc) ? null : grpc, "grpc");
    }
}
