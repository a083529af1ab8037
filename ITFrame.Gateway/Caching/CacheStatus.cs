using System.Globalization;

namespace ITFrame.Gateway.Caching;

/// <summary>Values of <c>Cache-Status</c> (RFC 9211) and <c>Server-Timing</c> for what the cache has done.</summary>
internal static class CacheStatus
{
    public const string Header = "Cache-Status";
    public const string TimingHeader = "Server-Timing";

    public const string Stored = "ITFrame; fwd=miss; stored";
    public const string NotStored = "ITFrame; fwd=miss";
    public const string Collapsed = "ITFrame; fwd=miss; collapsed";
    public const string Revalidated = "ITFrame; fwd=stale; stored";
    public const string Bypassed = "ITFrame; fwd=request";

    public const string HitTiming = "cache;desc=hit";
    public const string StaleTiming = "cache;desc=stale";
    public const string MissTiming = "cache;desc=miss";

    private const int Known = 128;

    private static readonly string[] Numbers = [.. Enumerable.Range(0, Known).Select(number => number.ToString(CultureInfo.InvariantCulture))];
    private static readonly string[] Hits = [.. Enumerable.Range(0, Known).Select(HitText)];

    public static string Hit(TimeSpan timeToLive)
        => (int)timeToLive.TotalSeconds is >= 0 and < Known and var seconds ? Hits[seconds] : HitText((int)timeToLive.TotalSeconds);

    /// <param name="timeToLive">Negative.</param>
    /// <param name="reason">Why it went out all the same.</param>
    public static string Stale(TimeSpan timeToLive, string reason)
        => string.Create(CultureInfo.InvariantCulture, $"ITFrame; hit; ttl={(int)Math.Floor(timeToLive.TotalSeconds)}; detail={reason}");

    public static string Seconds(TimeSpan time)
        => (int)time.TotalSeconds is >= 0 and < Known and var seconds ? Numbers[seconds] : ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string HitText(int seconds) => string.Create(CultureInfo.InvariantCulture, $"ITFrame; hit; ttl={seconds}");
}
