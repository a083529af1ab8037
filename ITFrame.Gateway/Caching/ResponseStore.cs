using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ITFrame.Gateway.Caching;

/// <summary>The answers in memory: bounded, the least recently used go first.</summary>
internal sealed class ResponseStore : IDisposable
{
    /// <summary>Answers of one address that depend on the request's headers; the oldest gives way.</summary>
    private const int MaximumVariants = 16;

    /// <summary>How long an address whose answer must not be shared is left alone.</summary>
    private static readonly TimeSpan UncacheableTime = TimeSpan.FromSeconds(10);

    private static readonly StoredResponse[] Uncacheable = [];

    private readonly MemoryCache _cache;
    private readonly Lock _gate = new();

    public ResponseStore(CacheRules rules, ILoggerFactory loggers)
        => _cache = new MemoryCache(
            Options.Create(new MemoryCacheOptions { SizeLimit = rules.Options.Bytes, CompactionPercentage = 0.1, TrackStatistics = true }), loggers);

    public long Bytes => _cache.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    public int Addresses => _cache.Count;

    /// <summary>What is kept for a request, fresh or not.</summary>
    public StoredResponse? Find(ReadOnlySpan<char> key, IHeaderDictionary headers)
    {
        if (_cache.TryGetValue(key, out object? value) && value is StoredResponse[] variants)
        {
            foreach (var variant in variants)
            {
                if (variant.IsFor(headers))
                {
                    return variant;
                }
            }
        }

        return null;
    }

    public bool IsUncacheable(string key) => _cache.TryGetValue(key, out var value) && ReferenceEquals(value, Uncacheable);

    public void MarkUncacheable(string key) => Set(key, Uncacheable, UncacheableTime);

    public void Add(string key, StoredResponse response)
    {
        lock (_gate)
        {
            var kept = _cache.TryGetValue(key, out var value) && value is StoredResponse[] variants ? variants : [];
            StoredResponse[] all = [response, .. kept.Where(variant => !SelectsAlike(variant, response)).Take(MaximumVariants - 1)];
            Set(key, all, all.Max(variant => variant.Freshness.Total));
        }
    }

    public void Clear() => _cache.Clear();

    public void Dispose() => _cache.Dispose();

    private static bool SelectsAlike(StoredResponse one, StoredResponse other)
        => one.Selecting.Length == other.Selecting.Length && one.Selecting.All(header => other.Selecting.Contains(header));

    private void Set(string key, StoredResponse[] variants, TimeSpan time)
    {
        using var entry = _cache.CreateEntry(key);
        entry.Value = variants;
        entry.AbsoluteExpirationRelativeToNow = time;
        entry.Size = (2 * key.Length) + variants.Sum(variant => (long)variant.Size) + 64;
    }
}
