using ITFrame.Drills.Lab;
using ITFrame.Drills.Report;
using ITFrame.Drills.Scenarios;
using ITFrame.Drills.Traffic;
using Spectre.Console;

namespace ITFrame.Drills.Commands;

/// <summary>One drill on a lab that is there, shown as it goes, with its reports written.</summary>
internal sealed class DrillSession(IAnsiConsole console, bool live, TimeProvider time)
{
    /// <exception cref="LabException">The drill could not run.</exception>
    public async Task<DrillReport> RunAsync(RunningLab lab, Scenario scenario, DrillArguments arguments, CancellationToken cancellationToken)
    {
        var lasting = arguments.Duration is { } duration ? scenario.Lasting(duration) : scenario;
        var options = new TrafficOptions { Rate = arguments.Rate, Seed = arguments.Seed ?? scenario.Seed ?? Random.Shared.Next() };
        console.WriteLine(FormattableString.Invariant($"{lasting.Name}: {options.Rate:0.#} requests/s from {options.Clients} clients for {lasting.Duration.TotalSeconds:0} s, seed {options.Seed}; at {lasting.FaultAt.TotalSeconds:0} s {string.Join(", ", lasting.Faults)}; mended at {lasting.MendedAt.TotalSeconds:0} s."));
        var folder = arguments.ReportFolder is { } path ? new ReportFolder(path) : null;
        var status = new RunStatus(time);
        using var probe = new MemberProbe(lab.State);
        var runner = new DrillRunner(lab.State, lab.Control, probe, status, time, new DrillDeadlines());
        async Task<DrillReport> RunAsync()
        {
            var report = await runner.RunAsync(lasting, options, cancellationToken);
            if (folder is not null)
            {
                // Before the run is said to be over.
                console.WriteLine($"Report: {await folder.WriteAsync(report, cancellationToken)}");
            }

            return report;
        }

        return await new ProgressDisplay(console, live, time).RunAsync(
            status,
            () => folder is null ? RunAsync() : new ProgressFile(folder.ProgressFile, lasting, options.Seed, time).RunAsync(status, RunAsync));
    }
}
