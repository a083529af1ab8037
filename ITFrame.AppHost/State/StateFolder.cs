using System.Diagnostics;
using System.Text.Json;

namespace ITFrame.AppHost.State;

/// <summary>The lab's folder on disk: the state file that tools find it by, and the members' data. Readable by its owner alone.</summary>
internal sealed class StateFolder(string path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly HashSet<string> _members = [];

    private string DataPath => Path.Combine(path, "data");

    /// <summary>The lab's authority and certificates.</summary>
    public string TlsPath => Path.Combine(path, "tls");

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

        OwnerOnly.CreateFolder(path);
        OwnerOnly.CreateFolder(DrillsPath);
        foreach (var member in _members)
        {
            OwnerOnly.CreateFolder(Path.Combine(DataPath, member));
        }
    }

    /// <summary>A member's data folder, which exists once the application starts.</summary>
    public string MemberData(string member)
    {
        _members.Add(member);
        return Path.Combine(DataPath, member);
    }

    /// <summary>Writes the state file whole: a reader never sees half of it.</summary>
    public void Write(LabState state) => OwnerOnly.Write(StateFile, stream => JsonSerializer.Serialize(stream, state, Json));

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
}
