using System.Text.Json;

namespace ITFrame.Console.Drills;

/// <summary>Two runs side by side.</summary>
public sealed record DrillComparison(IReadOnlyList<DrillComparison.Row> Rows)
{
    /// <summary>One measure of both runs; <paramref name="Better"/> is null where neither is.</summary>
    /// <param name="Measure">What was measured.</param>
    /// <param name="A">In the first run.</param>
    /// <param name="B">In the second run.</param>
    /// <param name="Change">The difference.</param>
    /// <param name="Better">Whether the second run is better.</param>
    public sealed record Row(string Measure, JsonElement A, JsonElement B, JsonElement Change, bool? Better);
}
