namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The folder of a member's files, which one process at a time may use.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(FileStream fileLock) => _lock = fileLock;

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

    public void Dispose() => _lock.Dispose();
}
