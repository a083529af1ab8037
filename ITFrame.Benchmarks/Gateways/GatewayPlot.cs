using System.Globalization;
using System.Text;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>Requests a second of each proxy under each load, as bars.</summary>
internal static class GatewayPlot
{
    private const int BarHeight = 16;
    private const int GroupGap = 34;
    private const int Left = 110;
    private const int BarWidth = 560;
    private const int Width = Left + BarWidth + 90;

    private static readonly string[] Colours = ["#0b6e4f", "#8a8d91", "#4c78a8", "#e0a030"];

    public static string Draw(IReadOnlyList<GatewayFigures> figures)
    {
        var most = figures.Max(run => run.PerSecond);
        var bars = new StringBuilder();
        var y = 10;
        foreach (var load in figures.GroupBy(run => run.Load))
        {
            y += 20;
            Text(bars, 10, y, load.Key, "font-weight=\"bold\"");
            foreach (var (index, run) in load.Index())
            {
                y += BarHeight + 2;
                var width = Math.Max(1, (int)(run.PerSecond / most * BarWidth));
                Text(bars, 10, y, run.Proxy, "");
                bars.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y - 12}\" width=\"{width}\" height=\"{BarHeight - 2}\" fill=\"{Colours[index % Colours.Length]}\"/>\n");
                Text(bars, Left + width + 6, y, string.Create(CultureInfo.InvariantCulture, $"{run.PerSecond:N0}/s"), "");
            }

            y += GroupGap - 20;
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{y + 10}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            {bars}</svg>

            """);
    }

    private static void Text(StringBuilder target, int x, int y, string text, string attributes)
        => target.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" {attributes}>{text}</text>\n");
}
