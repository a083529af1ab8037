namespace ITFrame.Console.Components.Timeline;

/// <summary>The values of a chart, from the bottom to the top.</summary>
/// <param name="Low">Value at the bottom.</param>
/// <param name="High">Value at the top.</param>
/// <param name="IsLogarithmic">Equal ratios are equally far apart.</param>
internal sealed record ValueScale(double Low, double High, bool IsLogarithmic)
{
    private static readonly double[] Rounds = [1, 2, 2.5, 5, 10];

    /// <summary>From zero to a round number that nothing exceeds.</summary>
    public static ValueScale Linear(double largest)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(largest > 0 ? largest : 1)));
        return new ValueScale(0, Array.Find(Rounds, round => round * magnitude >= largest) is > 0 and var found ? found * magnitude : 10 * magnitude, IsLogarithmic: false);
    }

    /// <summary>From one power of ten to another: a failover is many times slower than what is usual, and both are to be read.</summary>
    public static ValueScale Logarithmic(double smallest, double largest)
    {
        var low = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(smallest, 1e-3))));
        var high = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(largest, 1e-3))));
        return new ValueScale(low, Math.Max(high, low * 10), IsLogarithmic: true);
    }

    /// <summary>From 0 at the bottom to 1 at the top.</summary>
    public double Part(double value)
        => Math.Clamp(IsLogarithmic ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low), 0, 1);

    public IEnumerable<double> Ticks()
    {
        if (!IsLogarithmic)
        {
            return [Low, High / 2, High];
        }

        var decades = (int)Math.Round(Math.Log10(High / Low));
        var step = Math.Max(1, decades / 3);
        return Enumerable.Range(0, (decades / step) + 1).Select(i => Low * Math.Pow(10, i * step));
    }
}
