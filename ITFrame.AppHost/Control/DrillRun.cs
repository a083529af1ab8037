using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ITFrame.AppHost.Faults;

namespace ITFrame.AppHost.Control;

/// <summary>A drill that runs, or has run, as a process. What it has to tell is in its folder.</summary>
internal sealed class DrillRun : IDisposable
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Interrupted = 130;
    private const int LastLines = 20;

    private readonly Lock _gate = new();
    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private bool _isCancelled;

    public DrillRun(string id, string scenario, int seed, string folder, ProcessStartInfo command, TimeProvider time)
    {
        Id = id;
        Scenario = scenario;
        Seed = seed;
        Folder = folder;
        StartedAt = time.GetUtcNow();
        _process = new Process { StartInfo = command, EnableRaisingEvents = true };
        _process.Exited += (_, _) => EndedAt = time.GetUtcNow();
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Id { get; }

    public string Scenario { get; }

    public int Seed { get; }

    public string Folder { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsRunning => !_process.HasExited;

    public string State => !_process.HasExited ? "running" : _process.ExitCode switch
    {
        Passed => "passed",
        Failed => "failed",
        Interrupted => "cancelled",
        _ => _isCancelled ? "cancelled" : "error",
    };

    public object Summary => new { Id, Scenario, State, StartedAt, EndedAt, Seed };

    /// <summary>The summary, and how far it has come, as the drill itself has written it.</summary>
    public async Task<JsonObject> DetailsAsync(CancellationToken cancellationToken)
    {
        var details = JsonSerializer.SerializeToNode(Summary, JsonSerializerOptions.Web)!.AsObject();
        var written = await ReadProgressAsync(cancellationToken);
        foreach (var name in (string[])["progress", "criteria", "error"])
        {
            if (written?[name] is { } value)
            {
                details[name] = value.DeepClone();
            }
        }

        if (State == "error" && details["error"] is null)
        {
            lock (_gate)
            {
                details["error"] = string.Join(Environment.NewLine, _errors);
            }
        }

        return details;
    }

    /// <summary>Asks it to end; it mends first what it has broken.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        if (_process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
            return;
        }

        try
        {
            ProcessTree.Send(_process.Id, Signal.Terminate);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It has ended in this moment.
        }
    }

    /// <summary>Ends it, in order as long as there is time.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        Cancel();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<JsonObject?> ReadProgressAsync(CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "progress.json"), cancellationToken))?.AsObject();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // It has not begun to write.
            return null;
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_gate)
        {
            _errors.Enqueue(line);
            if (_errors.Count > LastLines)
            {
                _errors.Dequeue();
            }
        }
    }
}
