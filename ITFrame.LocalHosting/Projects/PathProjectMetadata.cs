namespace Aspire.Hosting;

/// <summary>A project that was given by its path.</summary>
internal sealed class PathProjectMetadata(string projectPath) : IProjectMetadata
{
    public string ProjectPath { get; } = Find(projectPath);

    private static string Find(string path)
        => Directory.Exists(path) && Directory.GetFiles(path, "*.csproj") is [var only] ? only : path;
}
