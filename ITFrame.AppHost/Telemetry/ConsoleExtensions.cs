using System.Globalization;
using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Faults;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Telemetry;

internal static class ConsoleExtensions
{
    // Where Aspire's own dashboard listens; unset, the console is the only receiver there is.
    private const string DashboardOtlpUrl = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";

    /// <summary>Adds the lab's web page, which receives the telemetry of every process that is added to the lab.</summary>
    public static LabConsole AddConsole(this Lab lab)
    {
        var port = lab.Ports.Documented(8080);
        var otlpPort = lab.Ports.Free();
        var otlpHttpPort = lab.Ports.Free();
        var otlpUrl = $"{lab.Scheme}://localhost:{otlpPort}";
        if (string.IsNullOrEmpty(lab.Builder.Configuration[DashboardOtlpUrl]))
        {
            lab.Builder.Configuration[DashboardOtlpUrl] = otlpUrl;
        }

        var resource = lab.Builder.AddProject<Projects.ITFrame_Console>("console", options => options.ExcludeLaunchProfile = true)
            .WithAnnotation(new KindAnnotation("console"))
            .WithServiceEndpoint(lab, port)
            .WithServiceEndpoint(lab, otlpPort, name: "otlp")
            .WithServiceEndpoint(lab, otlpHttpPort, name: "otlp-http")
            .WithCertificate(lab)
            .WithEnvironment("Console__OtlpPort", otlpPort.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Console__OtlpHttpPort", otlpHttpPort.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Console__Token", lab.Builder.AddParameter("console-token", () => lab.Secrets.ConsoleToken, secret: true))
            .WithEnvironment("ITFRAME_CONTROL_URL", lab.ControlUrl.ToString())
            .WithEnvironment("ITFRAME_CONTROL_TOKEN", lab.Builder.AddParameter("control-token", () => lab.Secrets.ControlToken, secret: true))
            .WithHttpHealthCheck("/health/ready", endpointName: lab.Scheme)
            .WithProcessFaults();
        return new LabConsole(resource, new Uri($"{lab.Scheme}://localhost:{port}/login?t={lab.Secrets.ConsoleToken}"), otlpUrl);
    }

    /// <summary>Sends the telemetry of every project of the lab to the console, also where a dashboard receives it too.</summary>
    public static void ReceivesTelemetryOf(this LabConsole console, IDistributedApplicationBuilder builder)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().Where(project => project != console.Resource.Resource))
        {
            builder.CreateResourceBuilder(project)
                .WithEnvironment("ITFRAME_OTLP_ENDPOINT", console.OtlpUrl)
                // Half a second from the request to the page, in place of OpenTelemetry's five.
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "500")
                .WithEnvironment("OTEL_BLRP_SCHEDULE_DELAY", "500")
                .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "2000")
                // Single measurements with their traces, for the dots on a metric's chart.
                .WithEnvironment("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based")
                // When the lab stops the console is the first to be gone, and nobody is to wait for it.
                .WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "500");
        }
    }
}
