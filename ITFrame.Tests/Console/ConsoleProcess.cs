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
        var start = new ProcessStartInfo(BinaryPath(), ["--urls=http://127.0.0.1:0", "--Console:OtlpPort=0", .. settings])
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
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            Uri? otlp = null;
            Uri? login = null;
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            timeout.CancelAfter(TimeSpan.FromSeconds(60));
            while (otlp is null || login is null)
            {
                var line = await process.StandardOutput.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException("The console ended before it said where it is.");
                otlp = Address(line, "OTLP (gRPC) is taken at ") ?? otlp;
                login = Address(line, "The console is at ") ?? login;
            }

            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            return new ConsoleProcess(process, otlp, login);
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

    private static Uri? Address(string line, string before)
        => line.StartsWith(before, StringComparison.Ordinal) ? new Uri(line[before.Length..]) : null;

    // …/ITFrame.Tests/bin/Debug/net10.0/ here, …/ITFrame.Console/bin/Debug/net10.0/ there.
    private static string BinaryPath()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "ITFrame.Console", "bin", output.Parent.Name, output.Name, OperatingSystem.IsWindows() ? "ITFrame.Console.exe" : "ITFrame.Console");
    }
}
