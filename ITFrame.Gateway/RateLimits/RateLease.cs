using System.Threading.RateLimiting;

namespace ITFrame.Gateway.RateLimits;

/// <summary>A request that may go on, or one that may come again later. There is nothing to give back.</summary>
internal sealed class RateLease(TimeSpan? retryAfter) : RateLimitLease
{
    public static RateLease Granted { get; } = new(retryAfter: null);

    public override bool IsAcquired => retryAfter is null;

    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = retryAfter;
        return retryAfter is not null && metadataName == MetadataName.RetryAfter.Name;
    }
}
