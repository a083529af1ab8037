using ITFrame.Console.LabControl;

namespace ITFrame.Console.Drills;

/// <summary>Drills, as lab control runs them.</summary>
internal sealed class DrillClient(LabControlClient control)
{
    public Task<IReadOnlyList<DrillScenario>> ScenariosAsync(CancellationToken cancellationToken)
        => control.GetAsync<IReadOnlyList<DrillScenario>>("drills/scenarios", cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<DrillRun>> RunsAsync(CancellationToken cancellationToken)
        => control.GetAsync<IReadOnlyList<DrillRun>>("drills/runs", cancellationToken);

    public Task<DrillRun> FindAsync(string id, CancellationToken cancellationToken)
        => control.GetAsync<DrillRun>($"drills/runs/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <summary>Starts a drill and returns the run's id.</summary>
    public async Task<string> StartAsync(string scenario, int? seed, double? rate, CancellationToken cancellationToken)
        => (await control.PostAsync<Started>("drills/runs", new { scenario, seed, rate }, cancellationToken)).Id;

    public Task StopAsync(string id, CancellationToken cancellationToken)
        => control.DoAsync(HttpMethod.Delete, $"drills/runs/{Uri.EscapeDataString(id)}", null, cancellationToken);

    public Task<DrillComparison> CompareAsync(string a, string b, CancellationToken cancellationToken)
        => control.GetAsync<DrillComparison>($"drills/compare?a={Uri.EscapeDataString(a)}&b={Uri.EscapeDataString(b)}", cancellationToken);

    private sealed record Started(string Id);
}
