namespace ITFrame.Drills.Scenarios;

/// <summary>The scenarios that come with the drills: the files of the repository's folder <c>drills</c>.</summary>
internal static class ScenarioCatalog
{
    /// <summary>Beside the program, where the build puts them.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "drills");

    public static IReadOnlyList<string> Names
        => [.. Directory.EnumerateFiles(Folder, "*.json")
            .Where(path => Path.GetFileName(path) != ScenarioReader.SchemaFile)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    /// <summary>A scenario by its name, or by the path of a file.</summary>
    /// <exception cref="ScenarioException">There is none, or it cannot be read.</exception>
    public static Task<Scenario> FindAsync(string nameOrPath, CancellationToken cancellationToken)
        => ScenarioReader.ReadAsync(PathOf(nameOrPath), cancellationToken);

    /// <exception cref="ScenarioException">One of them cannot be read.</exception>
    public static async Task<IReadOnlyList<Scenario>> AllAsync(CancellationToken cancellationToken)
    {
        var scenarios = new List<Scenario>();
        foreach (var name in Names)
        {
            scenarios.Add(await FindAsync(name, cancellationToken));
        }

        return scenarios;
    }

    private static string PathOf(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
        {
            return Path.Combine(Folder, nameOrPath + ".json");
        }

        return nameOrPath.EndsWith(".json", StringComparison.Ordinal) || nameOrPath.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? nameOrPath
            : throw new ScenarioException($"There is no scenario '{nameOrPath}'. There are {string.Join(", ", Names)}; or name a file.");
    }
}
