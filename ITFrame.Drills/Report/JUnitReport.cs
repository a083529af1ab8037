using System.Globalization;
using System.Xml.Linq;

namespace ITFrame.Drills.Report;

/// <summary>The report as JUnit XML, for CI: a test suite a drill, a test case a criterion.</summary>
internal static class JUnitReport
{
    public static string Write(DrillReport report) => new XDocument(new XElement("testsuites", Suite(report))).ToString();

    private static XElement Suite(DrillReport report) => new(
        "testsuite",
        new XAttribute("name", $"drill.{report.Scenario}"),
        new XAttribute("tests", report.Criteria.Count),
        new XAttribute("failures", report.Criteria.Count(criterion => !criterion.Passed)),
        new XAttribute("errors", 0),
        new XAttribute("skipped", 0),
        new XAttribute("time", report.DurationSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
        new XAttribute("timestamp", report.StartedAt.ToString("s", CultureInfo.InvariantCulture)),
        new XElement("properties", Property("seed", report.Seed.ToString(CultureInfo.InvariantCulture)), Property("commit", report.Environment.Commit), Property("layout", report.Environment.Layout)),
        report.Criteria.Select(criterion => Case(report, criterion)));

    private static XElement Property(string name, string value) => new("property", new XAttribute("name", name), new XAttribute("value", value));

    private static XElement Case(DrillReport report, Criterion criterion) => new(
        "testcase",
        new XAttribute("classname", $"drill.{report.Scenario}"),
        new XAttribute("name", criterion.Text),
        new XAttribute("time", 0),
        criterion.Passed ? null : new XElement("failure", new XAttribute("message", $"measured {criterion.Measured}, limit {criterion.Limit}"), Clean(criterion.Because ?? "")));

    // XML 1.0 has no way to write most control characters.
    private static string Clean(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
