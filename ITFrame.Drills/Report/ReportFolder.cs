using ITFrame.Drills.Report.Html;

namespace ITFrame.Drills.Report;

/// <summary>A run's folder: its reports, and its progress while it goes.</summary>
internal sealed class ReportFolder
{
    private readonly string _path;

    /// <exception cref="IOException">It cannot be made.</exception>
    public ReportFolder(string path)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(_path);
    }

    public string ProgressFile => Path.Combine(_path, "progress.json");

    /// <summary>Writes every form of the report.</summary>
    /// <returns>The path of the page.</returns>
    public async Task<string> WriteAsync(DrillReport report, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(_path, JsonReport.FileName), JsonReport.Serialize(report), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_path, "report.md"), MarkdownReport.Write(report), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_path, "junit.xml"), JUnitReport.Write(report), cancellationToken);
        var page = Path.Combine(_path, "report.html");
        await File.WriteAllTextAsync(page, HtmlReport.Write(report), cancellationToken);
        return page;
    }
}
