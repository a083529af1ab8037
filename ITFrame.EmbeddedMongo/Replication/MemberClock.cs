using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>
/// The member's time: how long it has run, for timeouts; the wall's, for dates; and the cluster's logical time, which
/// every message carries forward.
/// </summary>
internal sealed class MemberClock(TimeProvider time)
{
    /// <summary>What a client may claim to have seen beyond this member's own clock.</summary>
    private static readonly TimeSpan MaxDrift = TimeSpan.FromDays(365);

    private readonly long _started = time.GetTimestamp();
    private long _clusterTime;

    public TimeProvider Time => time;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public long ClusterTime => Interlocked.Read(ref _clusterTime);

    public BsonDocument ClusterTimeDocument => new()
    {
        { "clusterTime", new BsonTimestamp(ClusterTime) },
        { "signature", new BsonDocument { { "hash", new byte[20] }, { "keyId", 0L } } },
    };

    /// <summary>Takes in a time that somebody else has seen; false when it is out of all reason.</summary>
    public bool Witness(long timestamp)
    {
        if (timestamp < 0 || (timestamp >> 32) > (time.GetUtcNow() + MaxDrift).ToUnixTimeSeconds())
        {
            return false;
        }

        var current = ClusterTime;
        while (timestamp > current)
        {
            var seen = Interlocked.CompareExchange(ref _clusterTime, timestamp, current);
            if (seen == current)
            {
                break;
            }

            current = seen;
        }

        return true;
    }

    /// <summary>A timestamp after <paramref name="last"/> and after everything that was witnessed.</summary>
    public long NextTimestamp(long last)
    {
        var wall = (time.GetUtcNow().ToUnixTimeSeconds() << 32) | 1;
        var next = Math.Max(wall, Math.Max(last, ClusterTime) + 1);
        Witness(next);
        return next;
    }
}
