namespace ITFrame.Drills.Report;

/// <summary>Two reports beside each other, measure by measure.</summary>
internal static class ReportComparison
{
    public static IReadOnlyList<Row> Compare(DrillReport a, DrillReport b)
        => [.. Measures.All.Select(measure => Compare(measure, a.Measures.GetValueOrDefault(measure.Name), b.Measures.GetValueOrDefault(measure.Name)))];

    private static Row Compare(Measure measure, double? a, double? b)
    {
        double? change = a is { } before && b is { } after ? Math.Round(after - before, 3) : null;
        bool? better = change is null or 0 || measure.HigherIsBetter is null ? null : change > 0 == measure.HigherIsBetter;
        return new Row(measure.Title, measure.Format(a), measure.Format(b), change is { } difference ? $"{(difference > 0 ? "+" : "")}{measure.Format(difference)}" : "", better);
    }

    /// <summary>A measure of both.</summary>
    /// <param name="Measure">What.</param>
    /// <param name="A">In the first.</param>
    /// <param name="B">In the second.</param>
    /// <param name="Change">From the first to the second.</param>
    /// <param name="Better">Whether the second is better; null where they are equal or neither can be said to be.</param>
    internal sealed record Row(string Measure, string A, string B, string Change, bool? Better);
}
