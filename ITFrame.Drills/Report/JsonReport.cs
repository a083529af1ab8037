using System.Text.Json;

namespace ITFrame.Drills.Report;

/// <summary>The report as JSON: the authority.</summary>
internal static class JsonReport
{
    public const string FileName = "report.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Serialize(DrillReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Reads a report: the file, or the one in the folder.</summary>
    /// <exception cref="IOException">It cannot be read, or is no report.</exception>
    public static async Task<DrillReport> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file))
        {
            throw new IOException($"There is no report at {file}: name a {FileName}, or its folder.");
        }

        await using var stream = File.OpenRead(file);
        try
        {
            return await JsonSerializer.DeserializeAsync<DrillReport>(stream, Options, cancellationToken) ?? throw new IOException($"{file} is no drill's report.");
        }
        catch (JsonException exception)
        {
            throw new IOException($"{file} is no drill's report: {exception.Message}", exception);
        }
    }
}
