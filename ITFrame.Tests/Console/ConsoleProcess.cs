using System.Diagnostics;
using Xunit;

namespace ITFrame.Tests.Console;

/// <summary>The console as the lab starts it: the binary of its build output, in a working directory of its own.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ConsoleProcess(Process process, Uri otlp, Uri login)
    {
        _process = process;
        Otlp = otlp;
        Login = login;
    }

    public Uri Otlp { get; }

    /// <summary>The page's address with the token that the console made up.</summary>
    public Uri Login { get; }

    public static async Task<ConsoleProcess> StartAsync(params string[] settings)
    {
        var start = new ProcessStartInfo(BinaryPath(), ["--urls=http://127.0.0.1:0", "--Console:OtlpPort=0", "--Console:OtlpHttpPort=0", .. settings])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        var process = Process.Start(start)!;
        try
        {
            var otlp = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
            var login = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
            process.ErrorDataReceived += static (_, _) => { };
            process.OutputDataReceived += (_, output) =>
            {
                Find(output.Data, "OTLP (gRPC) is taken at ", otlp);
                Find(output.Data, "The console is at ", login);
            };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            await Task.WhenAll(otlp.Task, login.Task).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            return new ConsoleProcess(process, await otlp.Task, await login.Task);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    // With a token that is set, there is more text after the address; without one the address is all.
    private static void Find(string? line, string before, TaskCompletionSource<Uri> found)
    {
        if (line is null)
        {
            found.TrySetException(new InvalidOperationException("The console ended before it said where it is."));
        }
        else if (line.StartsWith(before, StringComparison.Ordinal))
        {
            found.TrySetResult(new Uri(line[before.Length..].Split(';')[0]));
        }
    }

    // …/ITFrame.Tests/bin/Debug/net10.0/ here, …/ITFrame.Console/bin/Debug/net10.0/ there.
    private static string BinaryPath()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "ITFrame.Console", "bin", output.Parent.Name, output.Name, OperatingSystem.IsWindows() ? "ITFrame.Console.exe" : "ITFrame.Console");
    }
}
