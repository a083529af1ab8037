using System.Globalization;
using System.Text;

namespace ITFrame.Drills.Report.Html;

/// <summary>The report as one page that needs nothing else: no script, no font, no picture from elsewhere.</summary>
internal static class HtmlReport
{
    public static string Write(DrillReport report)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append("<meta name=\"color-scheme\" content=\"light dark\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>{E(report.Scenario)}: {(report.Passed ? "passed" : "failed")}</title><style>{Style.Sheet}</style></head><body>");
        Head(page, report);
        Section(page, "What clients saw", $"<div class=\"scroll\">{Plot.Draw(report)}</div>{Legend}");
        Section(page, "The way back", Recovery(report));
        Section(page, "Criteria", Criteria(report));
        Section(page, "Timeline", Timeline(report));
        Section(page, "Latency from when a request was due, in ms", Latency(report));
        Section(page, "Requests", Requests(report));
        Section(page, "Requests that did not succeed", Failures(report));
        Section(page, "The slowest requests", Slowest(report));
        Section(page, "What the checker found", Findings(report));
        Section(page, "All measures", AllMeasures(report));
        Section(page, "On what", Surroundings(report));
        page.Append("</body></html>");
        return page.ToString();
    }

    private const string Legend = """
        <p class="legend"><span class="key k-p50"></span>median <span class="key k-p99"></span>99 % <span class="key k-failed"></span>failed <span class="key k-unknown"></span>unknown
        <span class="key k-zone"></span>the fault is in force <span class="key k-fault"></span>fault <span class="key k-mend"></span>mended <span class="key k-detect"></span>noticed
        <span class="key k-divert"></span>diverted <span class="key k-elect"></span>election <span class="key k-recover"></span>healthy</p>
        """;

    private static void Head(StringBuilder page, DrillReport report)
    {
        page.Append(CultureInfo.InvariantCulture, $"<header><p class=\"verdict {(report.Passed ? "passed" : "failed")}\">{(report.Passed ? "Passed" : "Failed")}</p><h1>{E(report.Title)} <small>{E(report.Scenario)}</small></h1><p>{E(report.Description)}</p>");
        foreach (var criterion in report.Criteria.Where(criterion => criterion.Because is not null))
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"because\">{(criterion.Passed ? "As expected" : "Not as expected")}: {E(criterion.Text)}: <b>{E(criterion.Measured)}</b> ({E(criterion.Limit)}), because {E(criterion.Because)}.</p>");
        }

        page.Append("<dl class=\"facts\">");
        Fact(page, "started", report.StartedAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Fact(page, "traffic", FormattableString.Invariant($"{report.Rate:0.#} requests/s, {report.Clients} clients, {report.DurationSeconds:0} s"));
        Fact(page, "seed", report.Seed.ToString(CultureInfo.InvariantCulture));
        Fact(page, "commit", MarkdownReport.Short(report.Environment.Commit));
        Fact(page, "layout", report.Environment.Layout);
        page.Append("</dl>");
        if (report.FailedBeforeFault > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"warning\">{report.FailedBeforeFault} requests failed before there was a fault: the lab, or the machine that it runs on, cannot carry this traffic.</p>");
        }

        page.Append("</header>");
    }

    private static string Recovery(DrillReport report)
    {
        var rows = RecoveryRows.Of(report.Recovery);
        var longest = Math.Max(1, rows.Max(row => row.Seconds ?? 0));
        return Table(["", "seconds", ""], rows.Select(row => (string[])
        [
            E(row.Name),
            row.Seconds is { } seconds ? seconds.ToString("0.00", CultureInfo.InvariantCulture) : "<span class=\"dim\">not needed</span>",
            row.Seconds is { } length ? FormattableString.Invariant($"<span class=\"bar\" style=\"width:{Math.Max(0.5, 100 * length / longest):0.#}%\"></span>") : "",
        ]), "recovery");
    }

    private static string Criteria(DrillReport report) => Table(["", "criterion", "measured", "limit"], report.Criteria.Select(criterion => (string[])
    [
        criterion.Passed ? "<b class=\"ok\">pass</b>" : "<b class=\"bad\">FAIL</b>",
        E(criterion.Text) + (criterion.Because is { } because ? $" <span class=\"dim\">because {E(because)}</span>" : ""),
        E(criterion.Measured),
        E(criterion.Limit),
    ]));

    private static string Timeline(DrillReport report) => Table(["at", "", "what"], report.Timeline.Select(entry => (string[])
        [FormattableString.Invariant($"{entry.AtSeconds:0.00} s"), $"<span class=\"kind {E(entry.Kind)}\">{E(entry.Kind)}</span>", E(entry.Text)]));

    private static string Latency(DrillReport report) => Table(["", "requests", "p50", "p95", "p99", "max"], report.Latency.Select(row => (string[])
        [$"{E(row.Phase)} the fault", N(row.Requests), N(row.P50), N(row.P95), N(row.P99), N(row.Max)]), "numbers");

    private static string Requests(DrillReport report) => Table(["", "total", "ok", "unknown", "unavailable", "rejected", "out of gateways", "not sent", "p99 during, ms"], report.Requests.Select(row => (string[])
        [E(row.Kind), N(row.Total), N(row.Succeeded), N(row.Unknown), N(row.Unavailable), N(row.Rejected), N(row.OutOfGateways), N(row.Overflow), row.P99During is { } p99 ? N(p99) : ""]), "numbers");

    private static string Failures(DrillReport report) => report.Failures.Count == 0 ? "<p class=\"dim\">None.</p>" : Table(["count", "request", "outcome", "reason", "due", "trace"], report.Failures.Select(failure => (string[])
    [
        N(failure.Count), E(failure.Kind), E(failure.Outcome), E(failure.Reason ?? "no reason known"), FormattableString.Invariant($"{failure.FirstAtSeconds:0.0} to {failure.LastAtSeconds:0.0} s"),
        Trace(report, failure.TraceId),
    ]));

    private static string Slowest(DrillReport report) => Table(["request", "due", "ms", "outcome", "sent again", "gateway", "trace"], report.Slowest.Select(request => (string[])
    [
        E(request.Kind), FormattableString.Invariant($"{request.DueAtSeconds:0.0} s"), N(request.Milliseconds), E(request.Outcome), N(request.Retries), E(request.Gateway), Trace(report, request.TraceId),
    ]));

    private static string Findings(DrillReport report)
    {
        var lists = report.Check.Findings;
        var text = $"<p>{E(report.Check.Summary)}</p>";
        return lists.Count == 0 ? text : text + Table(["rule", "what was found"], lists.Select(finding => (string[])[E(finding.Rule), E(finding.Text)]));
    }

    private static string AllMeasures(DrillReport report) => Table(["measure", "", "value"], Measures.All.Select(measure => (string[])
        [$"<code>{E(measure.Name)}</code>", E(measure.Title), E(measure.Format(report.Measures.GetValueOrDefault(measure.Name)))]), "numbers names");

    private static string Surroundings(DrillReport report)
    {
        var list = new StringBuilder("<dl class=\"facts\">");
        Fact(list, "gateways", string.Join(", ", report.Environment.Gateways));
        Fact(list, "members", $"{string.Join(", ", report.Environment.Members)} ({report.Environment.MemberKind})");
        Fact(list, "preconditions", string.Join("; ", report.Preconditions));
        Fact(list, "runtime", report.Environment.Runtime);
        Fact(list, "system", $"{report.Environment.System}, {report.Environment.Processors} processors");
        Fact(list, "run", report.RunId);
        return list.Append("</dl>").ToString();
    }

    private static string Trace(DrillReport report, string? id)
        => id is null || report.Environment.ConsoleUrl is not { } console ? "" : $"<a href=\"{E(new Uri(console, $"/traces/{id}").ToString())}\">{E(id[..8])}</a>";

    private static void Section(StringBuilder page, string title, string body)
        => page.Append(CultureInfo.InvariantCulture, $"<section><h2>{E(title)}</h2>{body}</section>");

    private static void Fact(StringBuilder list, string name, string value)
        => list.Append(CultureInfo.InvariantCulture, $"<div><dt>{E(name)}</dt><dd>{E(value)}</dd></div>");

    private static string Table(string[] head, IEnumerable<string[]> rows, string style = "")
        => $"<div class=\"scroll\"><table class=\"{style}\"><thead><tr>{string.Concat(head.Select(cell => $"<th>{E(cell)}</th>"))}</tr></thead><tbody>"
            + string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{cell}</td>"))}</tr>")) + "</tbody></table></div>";

    private static string N(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    // Failures' reasons come from the network: they are text, whatever they say.
    private static string E(string? text) => Svg.Escape(text);
}
