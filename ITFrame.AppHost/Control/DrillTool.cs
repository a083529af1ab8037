using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ITFrame.AppHost.Control;

/// <summary>The drills' program, which was built with the AppHost. It runs as a process of its own: a drill must not share the lab's fate.</summary>
internal sealed class DrillTool(string projectPath)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How to start it.</summary>
    public ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        var folder = Path.GetDirectoryName(projectPath)!;
        var configuration = typeof(DrillTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        var program = Path.Combine(folder, "bin", configuration, $"net{Environment.Version.Major}.0", Path.GetFileNameWithoutExtension(projectPath) + ".dll");
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return new ProcessStartInfo(dotnet, ["exec", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="DistributedApplicationException">It failed, or took too long.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Command(arguments) };
        process.Start();
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? await output : throw new DistributedApplicationException((await errors).Trim());
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DistributedApplicationException($"The drills' program has not ended within {Patience.TotalSeconds:0} s.", exception);
        }
    }
}
