using System.Globalization;
using System.Text;

namespace ITFrame.Drills.Report;

/// <summary>All scenarios of a suite in one table, as Markdown.</summary>
internal static class SuiteReport
{
    public const string FileName = "suite.md";

    private static readonly string[] Columns = ["requests", "failed", "unknown", "elect", "recover", "read gap", "write gap", "p99 during, ms", "lost or twice"];

    public static string Write(IReadOnlyList<SuiteOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| scenario | verdict | {string.Join(" | ", Columns)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| --- | --- | {string.Join(" | ", Columns.Select(_ => "---:"))} |");
        foreach (var outcome in outcomes)
        {
            string[] cells = outcome.Report is { } report
                ?
                [
                    report.Passed ? "passed" : "failed", report.Requests[^1].Total.ToString(CultureInfo.InvariantCulture),
                    outcome.Of("failed-requests"), outcome.Of("unknown-requests"), outcome.Of("elect-seconds"), outcome.Of("recover-seconds"),
                    outcome.Of("longest-read-gap"), outcome.Of("longest-write-gap"), outcome.Of("p99-during"),
                    FormattableString.Invariant($"{report.Measures["lost-writes"] + report.Measures["duplicate-writes"]:0}"),
                ]
                : ["could not run", .. Columns.Select(_ => "-")];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {outcome.Scenario} | {string.Join(" | ", cells)} |");
        }

        return text.ToString();
    }
}
