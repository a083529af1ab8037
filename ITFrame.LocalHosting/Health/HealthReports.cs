using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Turns results of health checks into the reports of a resource's snapshot.</summary>
internal static class HealthReports
{
    public static ImmutableArray<HealthReportSnapshot> Initial(IResource resource)
        => [.. resource.GetHealthCheckKeys().Select(key => new HealthReportSnapshot(key, null, null, null))];

    public static ImmutableArray<HealthReportSnapshot> From(HealthReport report, DateTime runAt)
        => [.. report.Entries.Select(entry => new HealthReportSnapshot(entry.Key, entry.Value.Status, entry.Value.Description ?? entry.Value.Exception?.Message, entry.Value.Exception?.ToString()) { LastRunAt = runAt })];
}
