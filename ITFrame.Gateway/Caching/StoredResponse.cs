using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace ITFrame.Gateway.Caching;

/// <summary>An answer in full, ready to go out again and again.</summary>
internal sealed class StoredResponse
{
    /// <summary>What an entry costs beside its texts and its body.</summary>
    private const int Overhead = 512;

    private readonly TimeProvider _clock;
    private readonly long _storedAt;
    private readonly TimeSpan _initialAge;
    private long _restsUntil;

    public StoredResponse(
        int status,
        IEnumerable<KeyValuePair<string, StringValues>> headers,
        byte[] body,
        TimeSpan initialAge,
        Freshness freshness,
        KeyValuePair<string, string>[] selecting,
        TimeProvider clock)
    {
        _clock = clock;
        _storedAt = clock.GetTimestamp();
        _initialAge = initialAge;
        Status = status;
        Body = body;
        Freshness = freshness;
        Selecting = selecting;
        var all = headers.ToList();
        ETag = all.Find(header => header.Key.Equals("ETag", StringComparison.OrdinalIgnoreCase)).Value;
        if (StringValues.IsNullOrEmpty(ETag) && status == StatusCodes.Status200OK)
        {
            // The same bytes are the same answer, and a client that has them need not get them again.
            ETag = $"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 12))}\"";
            all.Add(new("ETag", ETag));
        }

        Headers = [.. all];
        Size = Overhead + body.Length + Headers.Sum(header => 2 * (header.Key.Length + header.Value.ToString().Length))
            + selecting.Sum(header => 2 * header.Value.Length);
    }

    public int Status { get; }

    public KeyValuePair<string, StringValues>[] Headers { get; }

    public byte[] Body { get; }

    public StringValues ETag { get; }

    public Freshness Freshness { get; }

    public KeyValuePair<string, string>[] Selecting { get; }

    /// <summary>About how many bytes it takes.</summary>
    public int Size { get; }

    /// <summary>How old it is (RFC 9111, section 4.2.3).</summary>
    public TimeSpan Age => _initialAge + InCache;

    /// <summary>How long it is fresh yet; negative when it is stale.</summary>
    public TimeSpan TimeToLive => Freshness.Lifetime - InCache;

    public bool IsFresh => InCache < Freshness.Lifetime;

    public bool MayAnswerErrors => InCache < Freshness.Lifetime + Freshness.StaleIfError;

    public bool MayAnswerMeanwhile => InCache < Freshness.Lifetime + Freshness.StaleWhileRevalidate;

    /// <summary>The destinations have just failed, and are not asked again for a moment.</summary>
    public bool IsResting => _clock.GetTimestamp() < Volatile.Read(ref _restsUntil);

    private TimeSpan InCache => _clock.GetElapsedTime(_storedAt);

    /// <summary>Whether it answers a request with these headers (section 4.1).</summary>
    public bool IsFor(IHeaderDictionary headers)
    {
        foreach (var (name, value) in Selecting)
        {
            var present = headers[name];
            if (present.Count == 0 ? value.Length > 0 : !string.Equals(present.ToString(), value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public void Rest(TimeSpan time)
        => Volatile.Write(ref _restsUntil, _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency));
}
