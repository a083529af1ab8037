using System.Diagnostics;
using System.Globalization;

namespace ITFrame.Benchmarks.Members;

/// <summary>One member as a process, killed at the latest when this is disposed.</summary>
internal sealed class MemberProcess : IDisposable
{
    private readonly Process _process;

    private MemberProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <exception cref="InvalidOperationException">The member ended instead of listening.</exception>
    public static async Task<MemberProcess> StartAsync(string dataPath, int port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ITFrame.EmbeddedMongo.dll"), "--replSet", MemberSet.Name, "--port", port.ToString(CultureInfo.InvariantCulture), "--dbpath", dataPath,
            },
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split("port=") is [_, var rest])
            {
                // Read on, so that the pipe never fills up.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new MemberProcess(process, int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture));
            }
        }

        process.Dispose();
        throw new InvalidOperationException("a member did not start; its reason is on standard error");
    }

    /// <summary>kill -9.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
