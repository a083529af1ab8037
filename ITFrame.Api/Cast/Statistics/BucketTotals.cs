using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast.Statistics;

/// <summary>A bucket's sums.</summary>
internal sealed record BucketTotals
{
    /// <summary>The bucket's number since 1970.</summary>
    [BsonId]
    public required int Bucket { get; init; }

    public required long Sessions { get; init; }

    public required long Listeners { get; init; }

    /// <summary>What all sessions spent in the bucket, in milliseconds.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>The sessions' whole lengths, in milliseconds.</summary>
    public required long Lengths { get; init; }

    public required long Returning { get; init; }

    public required long Useful { get; init; }
}
