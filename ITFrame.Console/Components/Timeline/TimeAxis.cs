using System.Globalization;

namespace ITFrame.Console.Components.Timeline;

/// <summary>The time of a chart: what of it is shown, and where on the page.</summary>
/// <param name="Start">Time at the left edge.</param>
/// <param name="Span">Time from the left to the right edge.</param>
/// <param name="Left">Left edge in the chart's units.</param>
/// <param name="Right">Right edge in the chart's units.</param>
public sealed record TimeAxis(DateTimeOffset Start, TimeSpan Span, double Left, double Right)
{
    private static readonly int[] Steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

    /// <summary>Room that a time's label takes, with what is between two.</summary>
    private const double LabelWidth = 80;

    /// <summary>Nearer to the right edge than this the middle of a label cannot be.</summary>
    private const double HalfLabel = 22;

    public DateTimeOffset End => Start + Span;

    public double At(DateTimeOffset time) => Left + ((time - Start) / Span * (Right - Left));

    public double At(long second) => At(DateTimeOffset.FromUnixTimeSeconds(second));

    /// <summary>Round times, as many as fit.</summary>
    public IEnumerable<(double X, string Text, string Anchor)> Ticks()
    {
        var fitting = (Right - Left) / LabelWidth;
        var step = Array.Find(Steps, step => Span.TotalSeconds / step <= fitting) is > 0 and var found ? found : Steps[^1];
        for (var second = (Start.ToUnixTimeSeconds() / step * step) + step; second <= End.ToUnixTimeSeconds(); second += step)
        {
            var x = At(second);
            yield return (x, DateTimeOffset.FromUnixTimeSeconds(second).ToLocalTime().ToString(step < 60 ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture), Right - x < HalfLabel ? "end" : "middle");
        }
    }
}
