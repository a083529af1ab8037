namespace ITFrame.Drills.Checking;

/// <summary>A station's settings, judged.</summary>
/// <param name="Station">The station.</param>
/// <param name="Verdict">What its final value says.</param>
/// <param name="Expected">The last acknowledged value; null when none was.</param>
/// <param name="Found">The value that is there; null for none.</param>
internal sealed record SettingFinding(string Station, SettingVerdict Verdict, string? Expected, string? Found)
{
    public override string ToString() => $"{Station}: found {Quote(Found)}, expected {Quote(Expected)} or later";

    private static string Quote(string? value) => value is null ? "nothing" : $"'{value}'";
}
