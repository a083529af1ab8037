using System.Globalization;
using ITFrame.Console.Components.Shared;
using ITFrame.Console.Events;
using ITFrame.Console.Traffic;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Timeline;

/// <summary>Events on lanes, a lane a kind, above what clients saw at the same time.</summary>
public sealed partial class TimelineChart
{
    private const double LaneHeight = 17;
    private const double ChartGap = 10;
    private const double LabelHeight = 13;
    private const double AxisHeight = 20;

    [Parameter, EditorRequired]
    public TimeAxis Axis { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<LabEvent> Events { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<TrafficSecond> Seconds { get; set; } = [];

    /// <summary>Height of each of the three charts.</summary>
    [Parameter]
    public double ChartHeight { get; set; } = 50;

    [Parameter]
    public long? Selected { get; set; }

    /// <summary>With room for a marker at the right edge.</summary>
    private double Width => Axis.Right + 12;

    private static double LanesBottom => EventLook.Kinds.Count * LaneHeight;

    private double ChartsBottom => ChartTop(2) + ChartHeight;

    private double Height => ChartsBottom + AxisHeight;

    private string Minutes => Axis.Span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture);

    private static string N(double value) => ChartPath.N(value);

    private static double LaneTop(int lane) => lane * LaneHeight;

    private static string Describe(LabEvent item)
        => $"{Display.Time(item.Start)} {EventLook.One(item.Kind)}: {item.Title}{(item.End - item.Start > TimeSpan.FromSeconds(1) ? $", for {Display.Duration(item.End - item.Start)}" : "")}";

    /// <summary>The values that have room for their labels, from the lowest on.</summary>
    private double[] Labelled(ValueScale scale)
    {
        if (!scale.IsLogarithmic)
        {
            return [scale.Low, scale.High];
        }

        double[] all = [.. scale.Ticks()];
        var step = (int)Math.Ceiling(all.Length * LabelHeight / (ChartHeight + LabelHeight));
        return [.. all.Where((_, i) => i % step == 0)];
    }

    private double ChartTop(int chart) => LanesBottom + 8 + (chart * (ChartHeight + ChartGap));

    private double Y(ValueScale scale, double value, double top) => top + (ChartHeight * (1 - scale.Part(value)));

    private IEnumerable<Chart> Charts()
    {
        var latest = Seconds.LastOrDefault(second => second.Requests > 0);
        var now = Seconds.Count > 0 ? Seconds[^1] : null;
        var rates = ValueScale.Linear(Seconds.Select(second => (double)second.Requests).DefaultIfEmpty(0).Max());
        yield return new Chart("requests/s", Display.Number(now?.Requests ?? 0), $"Requests a second, now {now?.Requests ?? 0}", rates, value => Display.Number(value),
        [
            ("area", Area(rates, 0, second => second.Requests)),
            ("line", Line(rates, 0, second => second.Requests)),
        ]);
        var slow = Seconds.Select(second => second.P99?.TotalMilliseconds).OfType<double>().ToList();
        var latencies = ValueScale.Logarithmic(slow.Count > 0 ? Seconds.Min(second => second.P50?.TotalMilliseconds) ?? 1 : 1, slow.DefaultIfEmpty(10).Max());
        var p99 = latest?.P99 is { } latency ? Display.Duration(latency) : "none";
        yield return new Chart("p99, p50", p99, $"Latency that 99 of 100 requests did not exceed, now {p99}", latencies, value => Display.Duration(TimeSpan.FromMilliseconds(value)).Replace(".0 ", " ", StringComparison.Ordinal).Replace(".00 ", " ", StringComparison.Ordinal),
        [
            ("line second", Line(latencies, 1, second => second.P50?.TotalMilliseconds)),
            ("line", Line(latencies, 1, second => second.P99?.TotalMilliseconds)),
        ]);
        var errors = ValueScale.Linear(Seconds.Select(second => (double)second.Errors).DefaultIfEmpty(0).Max());
        var failed = Seconds.Sum(second => second.Errors);
        yield return new Chart("failed/s", $"{Display.Number(failed)} in all", $"Failed requests a second, {failed} in all", errors, value => Display.Number(value),
        [
            ("area failed", Area(errors, 2, second => second.Errors)),
            ("line failed", Line(errors, 2, second => second.Errors)),
        ]);
    }

    private string Line(ValueScale scale, int chart, Func<TrafficSecond, double?> value)
        => ChartPath.Line(Seconds.Select(second => (Axis.At(second.Second), value(second) is { } known ? Y(scale, known, ChartTop(chart)) : (double?)null)));

    private string Area(ValueScale scale, int chart, Func<TrafficSecond, double> value)
        => ChartPath.Area([.. Seconds.Select(second => (Axis.At(second.Second), Y(scale, value(second), ChartTop(chart))))], ChartTop(chart) + ChartHeight);

    private sealed record Chart(string Name, string Now, string Description, ValueScale Scale, Func<double, string> Format, IReadOnlyList<(string Class, string Path)> Series);
}
