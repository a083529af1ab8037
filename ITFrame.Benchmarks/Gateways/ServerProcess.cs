using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>A server and the processes that it has made, killed at the latest when this is disposed.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ServerProcess : IDisposable
{
    private const int TicksPerSecond = 100;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServerProcess(Process process, Task<string> errors)
    {
        _process = process;
        _errors = errors;
    }

    /// <exception cref="InvalidOperationException">The server ended, or does not listen within 30 s.</exception>
    public static async Task<ServerProcess> StartAsync(
        string file, IEnumerable<string> arguments, int port, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken)
    {
        // What servers print is kept from the tables; it is shown when one does not start.
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < 600 && !process.HasExited; i++)
        {
            if (await ListensAsync(port, cancellationToken))
            {
                return new ServerProcess(process, errors);
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"{file} did not start: {await errors}{await output}");
    }

    /// <summary>CPU time of the process and its children so far.</summary>
    /// <exception cref="InvalidOperationException">The server has ended.</exception>
    public TimeSpan CpuTime => TimeSpan.FromSeconds(Tree().Sum(id => CpuTicks(id)) / TicksPerSecond);

    /// <summary>Memory of the process and its children, shared pages divided among them, in bytes.</summary>
    /// <exception cref="InvalidOperationException">The server has ended.</exception>
    public long MemoryBytes => Tree().Sum(MemoryOf);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private List<int> Tree()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"{_process.StartInfo.FileName} has ended with exit code {_process.ExitCode}: {_errors.GetAwaiter().GetResult()}");
        }

        List<int> tree = [_process.Id];
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{tree[i]}/task/{tree[i]}/children"))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
        }

        return tree;
    }

    // proc(5): utime and stime are the 14th and 15th fields; the 2nd, in parentheses, may contain blanks.
    private static double CpuTicks(int id)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long MemoryOf(int id)
        => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/smaps_rollup"))
            .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
            .FirstOrDefault();
}
