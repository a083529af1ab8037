namespace ITFrame.AppHost.ReplicaSet;

internal static class Executables
{
    /// <summary>The full path of a program that is given by path, or by name on PATH; null where there is none.</summary>
    public static string? Find(string program)
        => program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? File.Exists(program) ? Path.GetFullPath(program) : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, program))
                .FirstOrDefault(File.Exists);
}
