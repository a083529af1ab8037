using System.Text.Json;

namespace Aspire.Hosting;

internal static class LaunchSettingsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads the launch settings of the project in a directory, if it has any.</summary>
    public static LaunchSettings? Read(string? projectDirectory)
    {
        var path = Path.Combine(projectDirectory ?? string.Empty, "Properties", "launchSettings.json");
        if (projectDirectory is null || !File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Options);
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException($"The launch settings in '{path}' are not valid JSON: {exception.Message}", exception);
        }
    }
}
