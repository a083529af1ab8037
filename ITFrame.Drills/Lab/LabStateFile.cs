using System.Text.Json;

namespace ITFrame.Drills.Lab;

/// <summary>Finds and reads the file by which a running lab says where it is.</summary>
internal static class LabStateFile
{
    public const string SolutionFile = "ITFrame.sln";

    public static readonly string DefaultPath = Path.Combine(".lab", "lab.json");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Returns the folder with the solution, looking upwards; null when there is none.</summary>
    public static string? FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>Returns the state in a file, or in the one under the solution's folder; null where there is none.</summary>
    /// <exception cref="LabException">It cannot be read, or is not a lab's state.</exception>
    public static LabState? Find(string? file)
        => file is not null ? Read(file)
            : FindRoot(Directory.GetCurrentDirectory()) is { } root ? Read(Path.Combine(root, DefaultPath))
            : null;

    /// <summary>Returns the file's content, or null when it does not exist.</summary>
    /// <exception cref="LabException">It cannot be read, or is not a lab's state.</exception>
    public static LabState? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var state = JsonSerializer.Deserialize<LabState>(stream, Json);
            return state is { Regions.Count: > 0 } ? state : throw new LabException($"{path} describes no lab: it has no regions.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new LabException($"{path} cannot be read as a lab's state: {exception.Message}", exception);
        }
    }
}
