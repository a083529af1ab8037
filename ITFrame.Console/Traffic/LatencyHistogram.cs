using System.Numerics;

namespace ITFrame.Console.Traffic;

/// <summary>
/// How often which latency was seen, from 1 µs to beyond an hour, in buckets a quarter of an octave wide: a quantile is off by
/// a tenth at most, and a second's worth takes half a kilobyte however many requests it holds.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int PerOctave = 4;
    private const int Buckets = 32 * PerOctave;

    private readonly int[] _counts = new int[Buckets];

    public int Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        _counts[IndexOf(latency)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The latency that the given share of requests did not exceed; null of none.</summary>
    public TimeSpan? Quantile(double share)
    {
        var rank = (int)Math.Ceiling(share * Count);
        for (var (i, seen) = (0, 0); i < Buckets && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= Math.Max(1, rank))
            {
                // The middle of the bucket, as a ratio.
                return TimeSpan.FromMicroseconds(Math.Pow(2, (i + 0.5) / PerOctave));
            }
        }

        return null;
    }

    private static int IndexOf(TimeSpan latency)
    {
        var microseconds = Math.Max(1, latency.TotalMicroseconds);
        var octave = BitOperations.Log2((ulong)microseconds);
        var fraction = Math.Log2(microseconds) - octave;
        return Math.Clamp((octave * PerOctave) + (int)(fraction * PerOctave), 0, Buckets - 1);
    }
}
