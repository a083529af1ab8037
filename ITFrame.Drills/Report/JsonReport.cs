using System.Text.Json;

namespace ITFrame.Drills.Report;

/// <summary>Writes the report as JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Serialize(DrillReport report) => JsonSerializer.Serialize(report, Options);

    public static async Task WriteAsync(DrillReport report, string path, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await File.WriteAllTextAsync(path, Serialize(report), cancellationToken);
    }
}
