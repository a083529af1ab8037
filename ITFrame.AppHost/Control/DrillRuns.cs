using System.Globalization;
using System.Text.Json;
using ITFrame.AppHost.State;

namespace ITFrame.AppHost.Control;

/// <summary>The drills of this lab: one at a time, the newest are kept.</summary>
internal sealed class DrillRuns(DrillTool tool, StateFolder folder, LabState lab, TimeProvider time)
{
    private const int Kept = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<DrillRun> _runs = [];
    private Task<IReadOnlyList<DrillScenario>>? _scenarios;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DrillRun> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _runs.AsEnumerable().Reverse()];
            }
        }
    }

    public DrillRun? Find(string id)
    {
        lock (_gate)
        {
            return _runs.Find(run => run.Id == id);
        }
    }

    /// <summary>The scenarios. They come with the program, so it is asked once.</summary>
    /// <exception cref="DistributedApplicationException">The drills' program does not say.</exception>
    public Task<IReadOnlyList<DrillScenario>> ScenariosAsync()
    {
        lock (_gate)
        {
            return _scenarios is null or { IsFaulted: true } ? _scenarios = ListAsync() : _scenarios;
        }
    }

    /// <summary>Starts a run; null while another one runs.</summary>
    /// <param name="scenario">A scenario's name.</param>
    /// <param name="seed">The traffic's seed; null for a new one.</param>
    /// <param name="rate">Requests a second; null for the usual.</param>
    public DrillRun? TryStart(string scenario, int? seed, double? rate)
    {
        lock (_gate)
        {
            if (_runs.Exists(run => run.IsRunning))
            {
                return null;
            }

            var id = $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
            var path = Path.Combine(folder.DrillsPath, id);
            var chosen = seed ?? Random.Shared.Next();
            string[] arguments =
            [
                scenario, "--lab", folder.StateFile, "--no-start", "--report", path, "--seed", chosen.ToString(CultureInfo.InvariantCulture),
                .. rate is { } number ? ["--rate", number.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            ];
            var run = new DrillRun(id, scenario, chosen, path, tool.Command(arguments), time);
            _runs.Add(run);
            ForgetOldest();
            return run;
        }
    }

    /// <summary>What changed from one run to another, as JSON.</summary>
    /// <exception cref="DistributedApplicationException">One of them has no report.</exception>
    public Task<string> CompareAsync(DrillRun a, DrillRun b, CancellationToken cancellationToken)
        => tool.RunAsync(["compare", a.Folder, b.Folder, "--json"], cancellationToken);

    /// <summary>Whether this lab is what the scenario needs.</summary>
    public bool Fits(DrillScenario scenario) => scenario.Layout is null || scenario.Layout == lab.Layout;

    /// <summary>Ends what runs: the lab ends.</summary>
    public async Task StopAsync()
    {
        foreach (var run in All.Where(run => run.IsRunning))
        {
            await run.StopAsync(Patience);
        }
    }

    private async Task<IReadOnlyList<DrillScenario>> ListAsync()
    {
        try
        {
            return JsonSerializer.Deserialize<List<DrillScenario>>(await tool.RunAsync(["list", "--json"], CancellationToken.None), JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException($"The drills' program lists no scenarios: {exception.Message}", exception);
        }
    }

    private void ForgetOldest()
    {
        while (_runs.Count > Kept)
        {
            var oldest = _runs[0];
            _runs.RemoveAt(0);
            oldest.Dispose();
            if (Directory.Exists(oldest.Folder))
            {
                Directory.Delete(oldest.Folder, recursive: true);
            }
        }
    }
}
