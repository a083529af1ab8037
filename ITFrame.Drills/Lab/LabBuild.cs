using System.Diagnostics;

namespace ITFrame.Drills.Lab;

/// <summary>Builds the lab before it is started, so that the time a build takes on a fresh clone is not held against the lab's start.</summary>
internal static class LabBuild
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <exception cref="LabException">The build failed or took too long.</exception>
    public static async Task RunAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = new Process { StartInfo = LabProcess.Dotnet(root, ["build", LabProcess.Project(root), "--nologo", "--verbosity", "quiet"]) };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new LabException($"The lab's build has not ended after {Deadline.TotalMinutes:0} minutes.", exception);
        }

        if (process.ExitCode != 0)
        {
            throw new LabException($"The lab does not build:{Environment.NewLine}{(await output + await errors).Trim()}");
        }
    }
}
