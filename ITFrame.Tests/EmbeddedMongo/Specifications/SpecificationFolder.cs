using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>A checkout of github.com/mongodb/specifications, named by a variable of the environment.</summary>
internal static class SpecificationFolder
{
    public const string Variable = "ITFRAME_SPECIFICATIONS";

    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : null;

    /// <summary>The tests of a suite that are in the unified format; the rest of a suite is prose.</summary>
    public static IReadOnlyList<UnifiedTest> Tests(string suite)
    {
        var folder = System.IO.Path.Combine(Path!, "source", suite, "tests");
        return Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (Name: System.IO.Path.GetFileNameWithoutExtension(file), Content: BsonDocument.Parse(File.ReadAllText(file))))
            .Where(file => file.Content.Contains("schemaVersion"))
            .SelectMany(file => file.Content["tests"].AsBsonArray.Select(test => new UnifiedTest(file.Name, file.Content, test.AsBsonDocument)))
            .ToList();
    }
}
