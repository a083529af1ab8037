using System.Diagnostics;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>What <c>publish</c> writes, by path below the output folder; written once for all tests.</summary>
public sealed class PublishedFiles : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>The repository.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Projects.ITFrame_AppHost.ProjectPath, ".."));

    /// <summary>Options of <c>publish</c>, besides the folder.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("itframe-publish-").FullName;

    public IReadOnlyDictionary<string, string> All { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var (exitCode, output) = await RunAsync(["publish", "--output", Folder, .. Options]);
        Assert.True(exitCode == 0, output);
        All = Read(Folder);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the AppHost's program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Projects.ITFrame_AppHost.ProjectPath, "bin", built.Parent!.Name, built.Name, "ITFrame.AppHost");
        return await RunProgramAsync(program, arguments);
    }

    public static async Task<(int ExitCode, string Output)> RunProgramAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }

    public static Dictionary<string, string> Read(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText);
}
