using System.Runtime.ExceptionServices;

namespace ITFrame.Gateway.Caching;

/// <summary>What came of a fetch.</summary>
/// <param name="Response">The answer; null where there is none to be had in this way.</param>
/// <param name="IsStored">It is in the cache.</param>
/// <param name="IsShareable">It may be given to others who asked for the same.</param>
/// <param name="Error">What went wrong in the gateway.</param>
internal sealed record FetchResult(StoredResponse? Response, bool IsStored, bool IsShareable, ExceptionDispatchInfo? Error = null)
{
    /// <summary>Longer than what the cache keeps: whoever asked has to ask again, past the cache.</summary>
    public static FetchResult TooLong { get; } = new(null, IsStored: false, IsShareable: false);

    /// <summary>An error for which a stale answer may stand in (RFC 5861, section 4).</summary>
    public bool IsError => Error is not null || Response is { Status: 500 or 502 or 503 or 504 };
}
