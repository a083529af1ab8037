using ITFrame.AppHost.Publishing.Compose.Schema;
using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>What <c>compose.telemetry.yaml</c> adds: a collector that all services send to, and the dashboard behind it.</summary>
internal sealed class ComposeTelemetry(ComposeServiceFactory factory, string site)
{
    private static readonly Parameter DashboardBind = new("dashboard-bind-address", "Address of this machine at which the dashboard is published.", Default: "127.0.0.1");

    public Dictionary<string, ComposeService> Services(IReadOnlyList<Service> services)
    {
        var added = services
            .Where(service => service.Workload != Workloads.Member)
            .ToDictionary(service => service.Name, _ => new ComposeService
            {
                Environment = new Dictionary<string, string> { [TelemetryPlan.EndpointVariable] = TelemetryPlan.Endpoint },
            });
        added[TelemetryPlan.Collector] = Container(Images.Collector) with
        {
            Command = ["--config=/etc/otelcol/collector.yaml"],
            Environment = new Dictionary<string, string> { ["ITFRAME_OTLP_KEY"] = factory.Parameters.Use(TelemetryPlan.OtlpKey, isTelemetry: true) },
            Volumes = ["./telemetry:/etc/otelcol:ro", ComposeServiceFactory.Certificates(TelemetryPlan.Collector)],
            MemLimit = $"{TelemetryPlan.Memory}m",
        };
        added[TelemetryPlan.Dashboard] = Container(Images.Dashboard) with
        {
            Environment = TelemetryPlan.DashboardSettings.Append(new("DASHBOARD__APPLICATIONNAME", $"ITFrame {site}"))
                .ToDictionary(setting => setting.Key, setting => setting.Value)
                .Concat(new Dictionary<string, string>
                {
                    [TelemetryPlan.DashboardTokenVariable] = factory.Parameters.Use(TelemetryPlan.DashboardToken, isTelemetry: true),
                    [TelemetryPlan.DashboardKeyVariable] = factory.Parameters.Use(TelemetryPlan.OtlpKey, isTelemetry: true),
                })
                .ToDictionary(setting => setting.Key, setting => setting.Value),
            Ports = [$"{factory.Parameters.Use(DashboardBind, isTelemetry: true)}:{TelemetryPlan.DashboardPort}:{TelemetryPlan.DashboardPort}"],
            Volumes = [ComposeServiceFactory.Certificates(TelemetryPlan.Dashboard)],
            MemLimit = $"{TelemetryPlan.Memory}m",
        };
        return added;
    }

    private ComposeService Container(string image) => factory.Container(image, isTelemetry: true) with
    {
        User = $"{TelemetryPlan.User}:{TelemetryPlan.User}",
        Networks = new Dictionary<string, ComposeAliases> { [ComposeServiceFactory.Network] = new([]) },
        Restart = "unless-stopped",
    };
}
