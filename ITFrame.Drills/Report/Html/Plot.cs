using ITFrame.Drills.Scenarios;

namespace ITFrame.Drills.Report.Html;

/// <summary>The run's plots: one above the other on one axis of time, with what was done and what came of it marked in all of them.</summary>
internal static class Plot
{
    private const double Width = 1000;
    private const double Left = 62;
    private const double Right = 988;
    private const double BandHeight = 22;
    private const double PlotHeight = 130;
    private const double Gap = 40;
    private const double MarksHeight = 26;
    private const double CharacterWidth = 6.4;

    public static string Draw(DrillReport report)
    {
        var svg = new Svg();
        var duration = Math.Max(1, report.DurationSeconds);
        double X(double seconds) => Left + ((Right - Left) * Math.Clamp(seconds, 0, duration) / duration);

        var bandTop = MarksHeight + 16;
        var rateTop = bandTop + BandHeight + Gap;
        var latencyTop = rateTop + PlotHeight + Gap;
        var errorsTop = latencyTop + PlotHeight + Gap;
        var bottom = errorsTop + (PlotHeight / 2);

        svg.Rectangle("fault-zone", X(report.FaultAtSeconds), bandTop, X(report.MendedAtSeconds) - X(report.FaultAtSeconds), bottom - bandTop, "the fault is in force");
        DrawPrimaries(svg, report, X, bandTop);
        DrawRate(svg, report, X, rateTop);
        DrawLatency(svg, report, X, latencyTop);
        DrawErrors(svg, report, X, errorsTop, PlotHeight / 2);
        DrawMarks(svg, report, X, bandTop, bottom);
        DrawTime(svg, duration, X, bottom);
        return svg.ToString(Width, bottom + 26, "Who was primary, requests answered, latency and failed requests over the run, with the faults marked");
    }

    private static void DrawPrimaries(Svg svg, DrillReport report, Func<double, double> x, double top)
    {
        svg.Text("label", Left - 8, top + 15, "primary", "end");
        var sites = report.Environment.Members.Select(member => member[(member.IndexOf('-', StringComparison.Ordinal) + 1)..]).ToList();
        foreach (var span in report.Primaries)
        {
            var style = span.Site is null ? "none" : $"site{Math.Max(0, sites.IndexOf(span.Site)) % 4}";
            var width = x(span.ToSeconds) - x(span.FromSeconds);
            svg.Rectangle($"band {style}", x(span.FromSeconds), top, width, BandHeight, FormattableString.Invariant($"{span.Site ?? "no primary"}, {span.FromSeconds:0.0} to {span.ToSeconds:0.0} s"));
            if (width > 60)
            {
                svg.Text("band-name", x(span.FromSeconds) + (width / 2), top + 15, span.Site ?? "none", "middle");
            }
        }
    }

    private static void DrawRate(Svg svg, DrillReport report, Func<double, double> x, double top)
    {
        var highest = Nice(report.Series.Select(point => (double)point.Answered).DefaultIfEmpty(1).Max());
        double Y(double value) => top + (PlotHeight * (1 - (value / highest)));
        Axis(svg, "requests answered a second", top, [0, highest / 2, highest], Y, value => Svg.Number(value));
        svg.Path("rate", report.Series.Select(point => ((double, double)?)(x(point.Second + 0.5), Y(point.Answered))));
    }

    private static void DrawLatency(Svg svg, DrillReport report, Func<double, double> x, double top)
    {
        // Four decades, as a fault makes latencies differ by that much.
        const double lowest = 1;
        const double highest = 20_000;
        double Y(double value) => top + (PlotHeight * (1 - (Math.Log10(Math.Clamp(value, lowest, highest) / lowest) / Math.Log10(highest / lowest))));
        Axis(svg, "latency by when the request was due (logarithmic): median and 99 %", top, [1, 10, 100, 1000, 10_000], Y, value => value >= 1000 ? $"{value / 1000:0} s" : $"{value:0} ms");
        svg.Path("p50", report.Series.Select(point => point.P50 is { } value ? ((double, double)?)(x(point.Second + 0.5), Y(value)) : null));
        svg.Path("p99", report.Series.Select(point => point.P99 is { } value ? ((double, double)?)(x(point.Second + 0.5), Y(value)) : null));
    }

    private static void DrawErrors(Svg svg, DrillReport report, Func<double, double> x, double top, double height)
    {
        var highest = Nice(report.Series.Select(point => (double)(point.Failed + point.Unknown)).DefaultIfEmpty(0).Max());
        double Y(double value) => top + (height * (1 - (value / highest)));
        Axis(svg, "requests that failed, and of unknown outcome", top, [0, highest], Y, value => Svg.Number(value));
        foreach (var point in report.Series.Where(point => point.Failed + point.Unknown > 0))
        {
            var width = x(point.Second + 1) - x(point.Second) - 1;
            svg.Rectangle("failed", x(point.Second), Y(point.Failed), width, Y(0) - Y(point.Failed), $"{point.Failed} failed at {point.Second} s");
            svg.Rectangle("unknown", x(point.Second), Y(point.Failed + point.Unknown), width, Y(0) - Y(point.Unknown), $"{point.Unknown} unknown at {point.Second} s");
        }
    }

    private static void DrawMarks(Svg svg, DrillReport report, Func<double, double> x, double top, double bottom)
    {
        var taken = double.MinValue;
        foreach (var entry in report.Timeline)
        {
            var style = entry.Kind switch
            {
                TimelineEvents.Fault => "mark-fault",
                TimelineEvents.Mend => "mark-mend",
                TimelineEvents.Detect => "mark-detect",
                TimelineEvents.Divert => "mark-divert",
                TimelineEvents.Elect => "mark-elect",
                TimelineEvents.Recover => "mark-recover",
                _ => null,
            };
            if (style is null)
            {
                continue;
            }

            svg.Line($"mark {style}", x(entry.AtSeconds), top, x(entry.AtSeconds), bottom, FormattableString.Invariant($"{entry.AtSeconds:0.00} s: {entry.Text}"));
            if (entry.Kind is TimelineEvents.Fault or TimelineEvents.Mend or TimelineEvents.Recover)
            {
                var (at, name) = (x(entry.AtSeconds), entry.Text.Length > 34 ? entry.Text[..33] + "…" : entry.Text);
                var width = name.Length * CharacterWidth;
                // To the right of its mark, or to the left of it at the edge; where another name is, it is left out.
                var isRight = at + width <= Right;
                if ((isRight ? at : at - width) > taken)
                {
                    taken = (isRight ? at + width : at) + CharacterWidth;
                    svg.Text("mark-name", at, 16, name, isRight ? "start" : "end");
                    svg.Line($"mark {style}", at, 20, at, top);
                }
            }
        }
    }

    private static void DrawTime(Svg svg, double duration, Func<double, double> x, double bottom)
    {
        var step = duration switch { <= 30 => 5, <= 90 => 10, <= 300 => 30, _ => 60 };
        for (var second = 0; second <= duration; second += step)
        {
            svg.Line("tick", x(second), bottom, x(second), bottom + 4);
            svg.Text("label", x(second), bottom + 18, $"{second} s", "middle");
        }
    }

    private static void Axis(Svg svg, string name, double top, double[] values, Func<double, double> y, Func<double, string> format)
    {
        svg.Text("name", Left, top - 10, name);
        foreach (var value in values)
        {
            svg.Line("grid", Left, y(value), Right, y(value));
            svg.Text("label", Left - 8, y(value) + 4, format(value), "end");
        }
    }

    /// <summary>The next number up that an axis can end at.</summary>
    private static double Nice(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return unit * (value / unit) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}
