namespace ITFrame.Tests.EmbeddedMongo.Durability;

internal static class FileCopies
{
    /// <summary>
    /// Copies a member's databases with their write-ahead logs. The shared-memory files are made anew by whoever opens
    /// them next.
    /// </summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*.sqlite*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }
}
