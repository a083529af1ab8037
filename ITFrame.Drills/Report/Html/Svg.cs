using System.Globalization;
using System.Net;
using System.Text;

namespace ITFrame.Drills.Report.Html;

/// <summary>Writes SVG, with numbers as SVG wants them whatever the machine's culture.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    public static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public void Rectangle(string style, double x, double y, double width, double height, string? title = null)
        => _text.Append(CultureInfo.InvariantCulture, $"<rect class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(Math.Max(0, width))}\" height=\"{Number(Math.Max(0, height))}\">{Title(title)}</rect>");

    public void Line(string style, double x1, double y1, double x2, double y2, string? title = null)
        => _text.Append(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\">{Title(title)}</line>");

    /// <summary>A line through points; where one is missing it is broken.</summary>
    public void Path(string style, IEnumerable<(double X, double Y)?> points)
    {
        var path = new StringBuilder();
        var pen = 'M';
        foreach (var point in points)
        {
            if (point is not var (x, y))
            {
                pen = 'M';
                continue;
            }

            path.Append(pen).Append(Number(x)).Append(' ').Append(Number(y));
            pen = 'L';
        }

        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{path}\"/>");
    }

    public void Text(string style, double x, double y, string text, string anchor = "start")
        => _text.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\">{Escape(text)}</text>");

    public string ToString(double width, double height, string label)
        => string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Number(width)} {Number(height)}\" role=\"img\" aria-label=\"{Escape(label)}\">{_text}</svg>");

    private static string Title(string? title) => title is null ? "" : $"<title>{Escape(title)}</title>";
}
