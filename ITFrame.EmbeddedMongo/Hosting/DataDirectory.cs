using System.Globalization;
using System.Text;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The folder of a member's files, which one process at a time may use.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(FileStream fileLock)
    {
        _lock = fileLock;
        WasLeftInUse = fileLock.Length > 0;
        fileLock.SetLength(0);
        fileLock.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        fileLock.Flush();
    }

    /// <summary>Whether the process that had the folder before did not end in order: the file still names it.</summary>
    public bool WasLeftInUse { get; }

    public static DataDirectory Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new DataDirectory(new FileStream(Path.Combine(path, "member.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the data path '{path}' cannot be used (another member may be running on it): {exception.Message}");
        }
    }

    public void Dispose()
    {
        _lock.SetLength(0);
        _lock.Dispose();
    }
}
