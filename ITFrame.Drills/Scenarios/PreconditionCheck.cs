using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>Whether a lab is what a scenario needs. A lab that is not says nothing about the fault.</summary>
internal sealed class PreconditionCheck(LabState lab, ILabControl control, IMemberProbe probe, TimeSpan deadline, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for what may come by itself: that everything is healthy, and that the primary is where it must be.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="primary">Is asked for the primary's site when a step needs it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What finds the scenario's targets in this lab.</returns>
    /// <exception cref="LabException">The lab is not what the scenario needs.</exception>
    public async Task<StepResolver> CheckAsync(Scenario scenario, Func<string?> primary, CancellationToken cancellationToken)
    {
        var wanted = scenario.Preconditions;
        if (wanted.Layout is { } layout && lab.Layout != layout)
        {
            throw new LabException($"{scenario.Name} is for the layout {layout}, and this lab has {lab.Layout}. Start one with: dotnet run --project ITFrame.AppHost -- --Lab:Layout={layout}");
        }

        if (wanted.Members is { } members && lab.MemberKind != members)
        {
            throw new LabException($"{scenario.Name} needs members of the kind {members}, and this lab runs {lab.MemberKind}. Start one with --Lab:Mongo={members}.");
        }

        var resources = await control.GetResourcesAsync(cancellationToken);
        var resolver = new StepResolver(resources, await control.GetLinksAsync(cancellationToken), primary);
        resolver.Check(scenario);
        if (await LabReadiness.WaitAsync(control, deadline, time, cancellationToken) is { Count: > 0 } missing)
        {
            throw new LabException($"The lab is not whole, so the drill would say nothing: {string.Join(", ", missing)}.");
        }

        await WaitForPrimaryAsync(wanted.Primary, cancellationToken);
        return resolver;
    }

    private async Task WaitForPrimaryAsync(string? site, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var found = await PrimaryWatcher.FindAsync(lab.Members, probe, cancellationToken);
            if (found is not null && (site is null || found.Site == site))
            {
                return;
            }

            if (time.GetElapsedTime(began) >= deadline)
            {
                throw new LabException($"The primary is {found?.ToString() ?? "nowhere"}, and has not come to {site ?? "be"} within {deadline.TotalSeconds:0} s.");
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
