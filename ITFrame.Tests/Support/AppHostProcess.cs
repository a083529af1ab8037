using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ITFrame.Tests.Support;

/// <summary>The AppHost as a person starts it: a process of its own, here on random ports and with a folder of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itframe-apphost-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private AppHostProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Projects.ITFrame_AppHost.ProjectPath };
        foreach (var argument in arguments.Select(argument => argument.Replace("{folder}", _folder, StringComparison.Ordinal)))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => string.Join(Environment.NewLine, _output);

    // Built beside the tests, in the same configuration: …/ITFrame.Tests/bin/Debug/net10.0/.
    private static string Executable => Path.Combine(
        Projects.ITFrame_AppHost.ProjectPath, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "ITFrame.AppHost");

    public static AppHostProcess Start(params string[] arguments) => new(arguments);

    public static AppHostProcess StartLab() => new("--Lab:RandomPorts=true", "--Lab:StatePath={folder}", "--Lab:Mongo=embedded");

    /// <summary>Waits until the lab has started that many processes, and returns their ids.</summary>
    public async Task<IReadOnlyList<int>> ProcessesAsync(int atLeast, CancellationToken cancellationToken)
    {
        var stateFile = Path.Combine(_folder, "lab.json");
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(stateFile)), TimeSpan.FromSeconds(60), () => Task.FromResult(Output), cancellationToken);
        var state = JsonElement.Parse(await File.ReadAllTextAsync(stateFile, cancellationToken));
        using var control = LabClient.Create(state, "controlUrl");
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", state.GetProperty("controlToken").GetString());
        var pids = new List<int>();
        await Eventually.TrueAsync(
            async () =>
            {
                var resources = await control.GetFromJsonAsync<JsonElement>("resources", cancellationToken);
                pids = [.. resources.EnumerateArray().Select(resource => resource.GetProperty("pid")).Where(pid => pid.ValueKind == JsonValueKind.Number).Select(pid => pid.GetInt32())];
                return pids.Count >= atLeast;
            },
            TimeSpan.FromSeconds(60),
            () => Task.FromResult(Output),
            cancellationToken);
        return pids;
    }

    public async Task<int> ExitAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
