using System.Globalization;
using System.Text;

namespace ITFrame.Drills.Report;

/// <summary>The report as Markdown, for a pull request.</summary>
internal static class MarkdownReport
{
    public static string Write(DrillReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"## {(report.Passed ? "✅" : "❌")} {report.Scenario}: {Escape(report.Title)}");
        Line($"");
        Line($"{Escape(report.Description)}");
        Line($"");
        Line($"{report.Rate:0.#} requests/s from {report.Clients} clients for {report.DurationSeconds:0} s, seed {report.Seed}, layout {report.Environment.Layout}, commit {Short(report.Environment.Commit)}, {report.StartedAt:yyyy-MM-dd HH:mm} UTC.");
        Line($"");
        Line($"| | criterion | measured | limit |");
        Line($"| --- | --- | --- | --- |");
        foreach (var criterion in report.Criteria)
        {
            var because = criterion.Because is null ? "" : $" ({Escape(criterion.Because)})";
            Line($"| {(criterion.Passed ? "✅" : "❌")} | {Escape(criterion.Text)}{because} | {Escape(criterion.Measured)} | {Escape(criterion.Limit)} |");
        }

        Line($"");
        Line($"| from the fault | |");
        Line($"| --- | --- |");
        foreach (var (name, seconds) in RecoveryRows.Of(report.Recovery))
        {
            Line($"| {name} | {(seconds is { } value ? $"{value.ToString("0.00", CultureInfo.InvariantCulture)} s" : "-")} |");
        }

        Line($"");
        Line($"| latency, ms | requests | p50 | p95 | p99 | max |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in report.Latency)
        {
            Line($"| {row.Phase} the fault | {row.Requests} | {row.P50:0.0} | {row.P95:0.0} | {row.P99:0.0} | {row.Max:0.0} |");
        }

        Line($"");
        Line($"| requests | total | ok | unknown | failed | p99 during, ms |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var row in report.Requests)
        {
            Line($"| {Escape(row.Kind)} | {row.Total} | {row.Succeeded} | {row.Unknown} | {row.Unavailable + row.Rejected + row.OutOfGateways + row.Overflow} | {(row.P99During is { } p99 ? p99.ToString("0.0", CultureInfo.InvariantCulture) : "-")} |");
        }

        return text.ToString();
    }

    /// <summary>The first digits of a commit, as people name it.</summary>
    public static string Short(string commit) => commit[..Math.Min(commit.Length, 8)];

    // What a failure says comes from the network: it must not become markup.
    private static string Escape(string text)
        => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
}
