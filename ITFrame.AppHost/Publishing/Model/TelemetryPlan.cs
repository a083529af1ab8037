namespace ITFrame.AppHost.Publishing.Model;

/// <summary>The collector and the dashboard of a site: names, ports and settings that every form of deployment has.</summary>
internal static class TelemetryPlan
{
    public const string Collector = "otel-collector";
    public const string Dashboard = "aspire-dashboard";

    /// <summary>The user that both run as.</summary>
    public const int User = 1654;

    /// <summary>MiB of memory, each.</summary>
    public const int Memory = 512;

    /// <summary>OTLP over gRPC, as registered with IANA.</summary>
    public const int CollectorPort = 4317;

    /// <summary>The collector's extension health_check.</summary>
    public const int CollectorHealthPort = 13133;

    public const int DashboardPort = 18888;

    public const int DashboardOtlpPort = 18889;

    /// <summary>The variable by which services are told where to send their telemetry.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public const string DashboardTokenVariable = "DASHBOARD__FRONTEND__BROWSERTOKEN";

    public const string DashboardKeyVariable = "DASHBOARD__OTLP__PRIMARYAPIKEY";

    public static Parameter DashboardToken { get; } = new("dashboard-token", "Token by which people log in to the Aspire dashboard.", IsSecret: true);

    public static Parameter OtlpKey { get; } = new("otlp-key", "Key by which the collector is let in by the dashboard.", IsSecret: true);

    public static string Endpoint => $"https://{Collector}:{CollectorPort}";

    /// <summary>The collector's file of settings.</summary>
    public static string CollectorConfiguration() => Assets.Read(
        "Model/Assets/collector.yaml",
        ("PORT", $"{CollectorPort}"),
        ("HEALTH_PORT", $"{CollectorHealthPort}"),
        ("DASHBOARD", Dashboard),
        ("DASHBOARD_PORT", $"{DashboardOtlpPort}"),
        ("TLS", ContainerPaths.Tls));

    /// <summary>People log in with a token, the collector with a key, and both come by TLS.</summary>
    public static IReadOnlyDictionary<string, string> DashboardSettings { get; } = new Dictionary<string, string>
    {
        ["ASPNETCORE_URLS"] = $"https://+:{DashboardPort}",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"https://+:{DashboardOtlpPort}",
        ["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken",
        ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
        ["Kestrel__Certificates__Default__Path"] = $"{ContainerPaths.Tls}/{ContainerPaths.Certificate}",
        ["Kestrel__Certificates__Default__KeyPath"] = $"{ContainerPaths.Tls}/{ContainerPaths.Key}",
    };
}
