using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Metrics;

/// <summary>The latest point of one series. <see cref="Value"/> is a number's value, or the sum of a distribution.</summary>
public sealed record MetricPoint
{
    public required TelemetrySource Source { get; init; }

    public required string Scope { get; init; }

    public required string Name { get; init; }

    public required string Unit { get; init; }

    public required string Description { get; init; }

    public required MetricKind Kind { get; init; }

    public required AttributeList Attributes { get; init; }

    public required DateTimeOffset Time { get; init; }

    public double? Value { get; init; }

    /// <summary>How many values a distribution holds; null for a plain number.</summary>
    public ulong? Count { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary>What tells the series from all others, for an address.</summary>
    public string Id => string.Join('|', [Source.Service, Source.Instance, Name, .. Attributes.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value}")]);

    /// <summary>A sum that only rises, so that its rate says more than itself.</summary>
    public bool IsMonotonic { get; init; }

    /// <summary>Measurements with the traces that they were made in.</summary>
    public IReadOnlyList<MetricExemplar> Exemplars { get; init; } = [];
}
