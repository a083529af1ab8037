using System.Globalization;
using System.Text;

namespace ITFrame.Console.Components.Timeline;

/// <summary>Points as SVG's path data.</summary>
internal static class ChartPath
{
    /// <summary>A line through the points; where one is missing it is interrupted.</summary>
    public static string Line(IEnumerable<(double X, double? Y)> points)
    {
        var path = new StringBuilder();
        var isDown = false;
        foreach (var (x, y) in points)
        {
            if (y is { } height)
            {
                path.Append(isDown ? 'L' : 'M').Append(N(x)).Append(' ').Append(N(height));
                // A point of its own has a line of no length, which its round cap makes visible.
                path.Append(isDown ? "" : "h0");
            }

            isDown = y is not null;
        }

        return path.ToString();
    }

    /// <summary>The area between the points and a base line.</summary>
    public static string Area(IReadOnlyList<(double X, double Y)> points, double baseline)
    {
        if (points.Count == 0)
        {
            return "";
        }

        var path = new StringBuilder().Append('M').Append(N(points[0].X)).Append(' ').Append(N(baseline));
        foreach (var (x, y) in points)
        {
            path.Append('L').Append(N(x)).Append(' ').Append(N(y));
        }

        return path.Append('L').Append(N(points[^1].X)).Append(' ').Append(N(baseline)).Append('Z').ToString();
    }

    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
