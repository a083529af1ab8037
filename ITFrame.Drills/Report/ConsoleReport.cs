using System.Globalization;
using ITFrame.Drills.Scenarios;
using Spectre.Console;

namespace ITFrame.Drills.Report;

/// <summary>Prints the report for people.</summary>
internal static class ConsoleReport
{
    private const int MaximumListed = 20;

    public static void Write(IAnsiConsole console, DrillReport report)
    {
        console.WriteLine();
        console.Write(Requests(report));
        console.MarkupLineInterpolated($"Retries {report.Measures["retries"]:0}, connection fallbacks {report.Measures["fallbacks"]:0}.");
        console.WriteLine();
        console.Write(Latency(report));
        console.WriteLine();
        console.Write(Facts(report));
        WriteFailures(console, report);
        WriteList(console, "Promises broken", [.. report.Check.Findings.Select(finding => $"{finding.Rule}: {finding.Text}")]);
        if (report.FailedBeforeFault > 0)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[yellow]{report.FailedBeforeFault} requests failed before there was a fault: the lab, or this machine, cannot carry {report.Rate:0.#} requests/s (--rate). What follows says little about the fault.[/]");
        }

        console.WriteLine();
        foreach (var criterion in report.Criteria)
        {
            var colour = criterion.Passed ? "green" : "red";
            console.MarkupLine($"[{colour}]{(criterion.Passed ? "PASS" : "FAIL")}[/]  {Markup.Escape(criterion.Text)}: {Markup.Escape(criterion.Measured)} ({Markup.Escape(criterion.Limit)})");
        }

        console.WriteLine();
        console.MarkupLine(report.Passed
            ? $"[bold green]PASSED[/]  {Markup.Escape(report.Scenario)}"
            : $"[bold red]FAILED[/]  {Markup.Escape(report.Scenario)}");
    }

    private static Table Requests(DrillReport report)
    {
        var table = new Table().Title("Requests by kind and outcome").Border(TableBorder.Rounded).AddColumn("request");
        foreach (var column in (string[])["total", "ok", "unknown", "unavailable", "rejected", "out of gateways", "not sent", "p99 during, ms"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var row in report.Requests)
        {
            table.AddRow([row.Kind, .. ((int[])[row.Total, row.Succeeded, row.Unknown, row.Unavailable, row.Rejected, row.OutOfGateways, row.Overflow]).Select(Number), row.P99During?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-"]);
        }

        return table;
    }

    private static Table Latency(DrillReport report)
    {
        var table = new Table().Title("Latency from the intended start, in ms").Border(TableBorder.Rounded).AddColumn("fault");
        foreach (var column in (string[])["requests", "p50", "p95", "p99", "max"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var row in report.Latency)
        {
            table.AddRow([row.Phase, Number(row.Requests), .. ((double[])[row.P50, row.P95, row.P99, row.Max]).Select(value => value.ToString("0.0", CultureInfo.InvariantCulture))]);
        }

        return table;
    }

    private static Grid Facts(DrillReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Add(string name, string value) => grid.AddRow(new Text(name), new Text(value));

        Add("longest gap a client saw", $"{Gap(report.LongestClientGap)}, client {report.LongestClientGap.Client}");
        Add("longest gap in reads", Gap(report.LongestReadGap));
        Add("longest gap in writes", Gap(report.LongestWriteGap));
        Add("fault noticed", After(report.Recovery.DetectSeconds, "the fault"));
        Add("first request diverted", After(report.Recovery.DivertSeconds, "the fault"));
        Add("new primary", After(report.Recovery.ElectSeconds, "the fault"));
        Add("steady again for clients", After(report.Recovery.RecoverSeconds, "the fault"));
        foreach (var write in report.Check.Writes)
        {
            Add(write.Kind, $"{write.Acknowledged:N0} acknowledged, {write.Unknown} unknown");
        }

        Add("settings as registers", $"{report.Check.RegisterCalls:N0} calls to {report.Check.Registers} stations, {report.Check.Conflicts} conflicts, {report.Check.StaleReads} stale reads");
        Add("all healthy again", After(report.Recovery.HealthySeconds, "it was mended"));
        foreach (var entry in report.Timeline.Where(entry => entry.Kind != TimelineEvents.Done))
        {
            Add($"at {entry.AtSeconds,6:0.00} s", entry.Text);
        }

        return grid;
    }

    private static string After(double? seconds, string what)
        => seconds is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00} s after {what}") : "no";

    private static void WriteFailures(IAnsiConsole console, DrillReport report)
    {
        if (report.Failures.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine("Requests that did not succeed, most frequent first:");
        foreach (var failure in report.Failures)
        {
            console.WriteLine($"  {failure.Count,5} {failure.Kind}: {failure.Outcome}, {failure.Reason ?? "no reason known"} (due at {failure.FirstAtSeconds:0.0} to {failure.LastAtSeconds:0.0} s)");
        }
    }

    private static void WriteList(IAnsiConsole console, string title, IReadOnlyList<string> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[red]{title}:[/]");
        foreach (var entry in entries.Take(MaximumListed))
        {
            console.WriteLine($"  {entry}");
        }

        if (entries.Count > MaximumListed)
        {
            console.WriteLine($"  and {entries.Count - MaximumListed} more (report.json lists all)");
        }
    }

    private static string Gap(GapSummary gap) => $"{gap.Seconds:0.00} s (from {gap.FromSeconds:0.0} s)";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
