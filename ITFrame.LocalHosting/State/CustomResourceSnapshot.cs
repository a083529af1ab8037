using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All that is known of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    public required string ResourceType { get; init; }

    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    public DateTime? CreationTimeStamp { get; init; }

    public DateTime? StartTimeStamp { get; init; }

    public DateTime? StopTimeStamp { get; init; }

    public ResourceStateSnapshot? State { get; init; }

    public int? ExitCode { get; init; }

    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>The worst of the health reports; known only while the resource runs, and healthy if it has no checks.</summary>
    public HealthStatus? HealthStatus
        => State?.Text != KnownResourceStates.Running ? null
            : HealthReports.Length == 0 ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            : HealthReports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);

    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    public bool IsHidden { get; init; }

    public string? IconName { get; init; }

    public IconVariant? IconVariant { get; init; }

    /// <summary>Grows with each update of the resource.</summary>
    internal long Version { get; init; }

    /// <summary>The ready event's subscribers; waiting resources wait for these to finish.</summary>
    internal Task? ReadyEvent { get; init; }

    internal CustomResourceSnapshot WithProperty(string name, object? value, bool isSensitive = false)
    {
        var property = new ResourcePropertySnapshot(name, value) { IsSensitive = isSensitive };
        var index = Properties.IndexOf(Properties.FirstOrDefault(existing => existing.Name == name)!);
        return this with { Properties = index < 0 ? Properties.Add(property) : Properties.SetItem(index, property) };
    }
}
