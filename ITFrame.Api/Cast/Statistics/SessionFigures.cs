namespace ITFrame.Api.Cast.Statistics;

/// <summary>What the aggregation returns.</summary>
internal sealed record SessionFigures
{
    public required IReadOnlyList<BucketTotals> Totals { get; init; }

    public required IReadOnlyList<BucketShare> Clients { get; init; }

    public required IReadOnlyList<BucketShare> Countries { get; init; }
}
