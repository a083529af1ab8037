namespace ITFrame.Console.Metrics;

/// <summary>A series as a chart shows it: a counter by its rate, a distribution by the mean of what came since the last point.</summary>
/// <param name="Caption">What the values are.</param>
/// <param name="Points">Values in order of time; null where nothing was measured.</param>
public sealed record ChartedSeries(string Caption, IReadOnlyList<(DateTimeOffset Time, double? Value)> Points)
{
    public static ChartedSeries Of(MetricPoint latest, IReadOnlyList<Sample> history)
    {
        var unit = latest.Unit.Length == 0 || latest.Unit == "1" ? "" : latest.Unit.Trim('{', '}');
        return latest switch
        {
            { Count: not null } => new ChartedSeries($"mean{(unit.Length > 0 ? $", {unit}" : "")}", Differences(history, (former, next) => next.Count > former.Count ? (next.Value - former.Value) / (next.Count - former.Count) : null)),
            { IsMonotonic: true } => new ChartedSeries($"{(unit.Length > 0 ? unit : "value")} a second", Differences(history, (former, next) => next.Value >= former.Value ? (next.Value - former.Value) / (next.Time - former.Time).TotalSeconds : null)),
            _ => new ChartedSeries(unit.Length > 0 ? unit : "value", [.. history.Select(sample => (sample.Time, (double?)sample.Value))]),
        };
    }

    // A counter that falls has been started anew, and so has its process.
    private static List<(DateTimeOffset, double?)> Differences(IReadOnlyList<Sample> history, Func<Sample, Sample, double?> difference)
        => [.. history.Zip(history.Skip(1), (former, next) => (next.Time, next.Count < former.Count ? null : difference(former, next)))];
}
