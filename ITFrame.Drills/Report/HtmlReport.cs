namespace ITFrame.Drills.Report;

internal static class HtmlReport
{
    public static string Write(DrillReport report) => report.Scenario;
}
