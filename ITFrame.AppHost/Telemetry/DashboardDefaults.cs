using System.Diagnostics;

namespace ITFrame.AppHost.Telemetry;

/// <summary>
/// What Aspire's dashboard needs to be told before it starts. A launch profile would do it too, but it would be applied to the
/// local orchestrator as well, and send all telemetry to a dashboard that does not run.
/// </summary>
internal static class DashboardDefaults
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["ASPNETCORE_URLS"] = "http://localhost:15080",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:19080",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "http://localhost:20080",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
    };

    /// <summary>Sets each variable that is not set, in builds against Aspire's own packages.</summary>
    [Conditional("ASPIRE_PACKAGES")]
    public static void Apply()
    {
        foreach (var (name, value) in Variables)
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
