using System.Diagnostics;
using System.Text.Json;

namespace ITFrame.AppHost.State;

/// <summary>The lab's folder on disk: the state file that tools find it by, and the members' data. Readable by its owner alone.</summary>
internal sealed class StateFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly HashSet<string> _members = [];

    private string DataPath => Path.Combine(path, "data");

    /// <summary>Drills' reports, a folder a run.</summary>
    public string DrillsPath => Path.Combine(path, "drills");

    /// <summary>The file that describes the running lab; see <see cref="LabState"/>.</summary>
    public string StateFile => Path.Combine(path, "lab.json");

    /// <summary>Creates the folders, and empties the members' unless their data is to be kept.</summary>
    /// <exception cref="DistributedApplicationException">The folder belongs to a lab that runs.</exception>
    public void Prepare(bool keepData)
    {
        if (ReadState() is { } other && IsRunning(other.ProcessId))
        {
            throw new DistributedApplicationException(
                $"A lab runs already with its state in {path} (process {other.ProcessId}, {other.ConsoleUrl.GetLeftPart(UriPartial.Authority)}). Stop it, or run a second one beside it: --Lab:RandomPorts=true --Lab:StatePath=DIR.");
        }

        if (!keepData && Directory.Exists(DataPath))
        {
            Directory.Delete(DataPath, recursive: true);
        }

        if (Directory.Exists(DrillsPath))
        {
            Directory.Delete(DrillsPath, recursive: true);
        }

        CreateOwnerOnly(path);
        CreateOwnerOnly(DrillsPath);
        foreach (var member in _members)
        {
            CreateOwnerOnly(Path.Combine(DataPath, member));
        }
    }

    /// <summary>A member's data folder, which exists once the application starts.</summary>
    public string MemberData(string member)
    {
        _members.Add(member);
        return Path.Combine(DataPath, member);
    }

    /// <summary>Writes the state file whole: a reader never sees half of it.</summary>
    public void Write(LabState state)
    {
        var temporary = StateFile + ".new";
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, OwnerOnlyFile()))
        {
            JsonSerializer.Serialize(stream, state, Json);
        }

        File.Move(temporary, StateFile, overwrite: true);
    }

    /// <summary>Deletes the state file, unless another lab has written it meanwhile.</summary>
    public void DeleteStateFile()
    {
        if (ReadState()?.ProcessId == Environment.ProcessId)
        {
            File.Delete(StateFile);
        }
    }

    private LabState? ReadState()
    {
        try
        {
            using var stream = File.OpenRead(StateFile);
            return JsonSerializer.Deserialize<LabState>(stream, Json);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // No lab, or one of another version: whatever it was, nothing can be said of its process.
            return null;
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return processId != Environment.ProcessId && !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static FileStreamOptions OwnerOnlyFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void CreateOwnerOnly(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }
}
