using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Works out what to run for a resource.</summary>
internal sealed class LaunchPlanner(ExecutionConfiguration configuration, AppHostMetadata appHost)
{
    public async Task<ProcessSpec> PlanAsync(IResource resource, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(await configuration.EnvironmentAsync(resource, cancellationToken));
        var arguments = await configuration.ArgumentsAsync(resource, cancellationToken);
        if (resource is ExecutableResource executable)
        {
            return new ProcessSpec
            {
                FileName = FindExecutable(executable.Command, executable.WorkingDirectory),
                Arguments = arguments,
                WorkingDirectory = executable.WorkingDirectory,
                Environment = environment,
            };
        }

        var project = (ProjectResource)resource;
        var metadata = project.GetProjectMetadata();
        var target = FindTarget(metadata);
        var dotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNET_ROOT")))
        {
            // The child's own executable looks for a runtime; it shall find the one that the AppHost runs on.
            environment.TryAdd("DOTNET_ROOT", dotnetRoot);
        }

        var profileArguments = project.TryGetLastAnnotation<LaunchProfileAnnotation>(out var profile) ? CommandLine.Split(profile.Profile.CommandLineArgs) : [];
        var ownExecutable = Path.ChangeExtension(target, OperatingSystem.IsWindows() ? ".exe" : null);
        var hasOwnExecutable = File.Exists(ownExecutable);
        return new ProcessSpec
        {
            FileName = hasOwnExecutable ? ownExecutable : Path.Combine(dotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"),
            Arguments = [.. hasOwnExecutable ? [] : new[] { "exec", target }, .. profileArguments, .. arguments],
            WorkingDirectory = Path.GetDirectoryName(metadata.ProjectPath)!,
            Environment = environment,
        };
    }

    private static string FindExecutable(string command, string workingDirectory)
    {
        if (command.Contains('/') || command.Contains(Path.DirectorySeparatorChar))
        {
            var path = Path.GetFullPath(command, workingDirectory);
            return File.Exists(path) ? path : throw new DistributedApplicationException($"Its executable '{path}' does not exist.");
        }

        var extensions = OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd", ".bat", string.Empty } : [string.Empty];
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return directories.SelectMany(directory => extensions.Select(extension => Path.Combine(directory, command + extension))).FirstOrDefault(File.Exists)
            ?? throw new DistributedApplicationException($"Its executable '{command}' was not found in any directory of PATH.");
    }

    private string FindTarget(IProjectMetadata metadata)
    {
        // The generated type lives in the assembly that the targets' paths were recorded in.
        var target = new AppHostMetadata(metadata.GetType().Assembly).TargetPath(metadata.ProjectPath)
            ?? appHost.TargetPath(metadata.ProjectPath)
            ?? NewestBuild(metadata.ProjectPath);

        return target is not null && File.Exists(target)
            ? target
            : throw new DistributedApplicationException(
                $"Its project '{metadata.ProjectPath}' has not been built{(target is null ? string.Empty : $": there is no '{target}'")}. Build it with: dotnet build \"{metadata.ProjectPath}\"");
    }

    private static string? NewestBuild(string projectPath)
    {
        var output = Path.Combine(Path.GetDirectoryName(projectPath)!, "bin");
        return Directory.Exists(output)
            ? Directory.EnumerateFiles(output, $"{Path.GetFileNameWithoutExtension(projectPath)}.runtimeconfig.json", SearchOption.AllDirectories)
                .OrderByDescending(File.GetLastWriteTimeUtc)
                .Select(path => path.Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal))
                .FirstOrDefault()
            : null;
    }
}
