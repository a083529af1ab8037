namespace ITFrame.Api.Cast.Statistics;

/// <summary>How many of a bucket's sessions have one client or country.</summary>
internal sealed record BucketShare
{
    public required int Bucket { get; init; }

    public required string Name { get; init; }

    public required long Sessions { get; init; }
}
