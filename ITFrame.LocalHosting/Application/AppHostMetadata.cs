using System.Reflection;

namespace Aspire.Hosting;

/// <summary>What the build recorded in the AppHost's assembly: where its project is, and what its children were built to.</summary>
internal sealed class AppHostMetadata(Assembly? assembly)
{
    public const string ProjectDirectoryKey = "apphostprojectpath";

    /// <summary>Followed by a project file's path; the value is the path of the assembly that it was built to.</summary>
    public const string TargetKeyPrefix = "localhostingtarget:";

    public static string? ProjectDirectory(Assembly? assembly) => Values(assembly, ProjectDirectoryKey).FirstOrDefault();

    public string? TargetPath(string projectPath)
        => Values(assembly, TargetKeyPrefix + projectPath).FirstOrDefault();

    private static IEnumerable<string> Values(Assembly? assembly, string key)
        => (assembly?.GetCustomAttributes<AssemblyMetadataAttribute>() ?? [])
            .Where(attribute => string.Equals(attribute.Key, key, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(attribute.Value))
            .Select(attribute => attribute.Value!);
}
