using System.Collections.Concurrent;
using System.Diagnostics;
using ITFrame.AppHost.ReplicaSet;
using Xunit;

namespace ITFrame.Tests.Acme;

/// <summary>A program beside the test, and what it has said.</summary>
internal sealed class Tool : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private Tool(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        // Everything is on loopback here; whatever proxy the machine has is for elsewhere.
        foreach (var variable in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => $"{Path.GetFileName(_process.StartInfo.FileName)}: {string.Join(Environment.NewLine, _output.TakeLast(60))}";

    public bool HasExited => _process.HasExited;

    /// <summary>Skips the test where one of the programs is missing.</summary>
    public static void Require(params string[] programs)
    {
        var missing = programs.Where(program => Executables.Find(program) is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"Not installed: {string.Join(", ", missing)}. On Debian: apt-get install pebble certbot openssl python3");
    }

    public static Tool Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Tool(start);
    }

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as an orchestrator does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
