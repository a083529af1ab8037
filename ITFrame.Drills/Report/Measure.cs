namespace ITFrame.Drills.Report;

/// <summary>Something that a run is measured by.</summary>
/// <param name="Name">Its name in scenarios and reports.</param>
/// <param name="Title">In words.</param>
/// <param name="Unit">Its unit; empty for counts.</param>
/// <param name="HigherIsBetter">Which way is better; null where neither is.</param>
/// <param name="Of">Takes it; null where the run has nothing to measure, such as an election that was not needed.</param>
internal sealed record Measure(string Name, string Title, string Unit, bool? HigherIsBetter, Func<RunFigures, double?> Of)
{
    /// <summary>A value of it, with its unit.</summary>
    public string Format(double? value)
        => value is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:#,0.##}{(Unit.Length > 0 ? " " : "")}{Unit}") : "none";
}
