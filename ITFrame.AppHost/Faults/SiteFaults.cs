using ITFrame.AppHost.Control;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.Topology;
using Microsoft.Extensions.Logging;

namespace ITFrame.AppHost.Faults;

/// <summary>Sinks and raises whole sites.</summary>
internal sealed class SiteFaults(
    DistributedApplicationModel model,
    ResourceBoard board,
    ResourceCommandService commands,
    ResourceNotificationService notifications,
    WanAdmin wan,
    ILogger<SiteFaults> logger)
{
    /// <summary>Cuts the site's links and kills its processes, in that order: a data centre that sinks says no good-byes.</summary>
    public async Task<ExecuteCommandResult> SinkAsync(string site, CancellationToken cancellationToken)
    {
        await wan.CutAsync(site, cancellationToken);
        var results = await Task.WhenAll(Processes(site)
            .Where(resource => board.Find(resource.Name)?.ProcessId() is not null)
            .Select(resource => commands.ExecuteCommandAsync(resource, ProcessFaultExtensions.Kill, cancellationToken)));
        await PublishAsync(site, SiteStates.Sunk);
        return Combine(site, "sunk", results);
    }

    /// <summary>Restores the site's links and starts those of its processes that do not run.</summary>
    public async Task<ExecuteCommandResult> RaiseAsync(string site, CancellationToken cancellationToken)
    {
        await wan.RestoreAsync(site, cancellationToken);
        var results = await Task.WhenAll(Processes(site)
            .Where(resource => board.Find(resource.Name)?.ProcessId() is null)
            .Select(resource => commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken)));
        await PublishAsync(site, SiteStates.Up);
        return Combine(site, "raised", results);
    }

    private IEnumerable<IResource> Processes(string site)
        => model.Resources.Where(resource => resource is not SiteResource
            && resource.Annotations.OfType<SiteAnnotation>().Any(annotation => annotation.Site == site));

    private Task PublishAsync(string site, ResourceStateSnapshot state)
        => notifications.PublishUpdateAsync(
            model.Resources.OfType<SiteResource>().Single(resource => resource.Site == site),
            snapshot => snapshot with { State = state });

    private ExecuteCommandResult Combine(string site, string outcome, ExecuteCommandResult[] results)
    {
        var errors = results.Where(result => !result.Success).Select(result => result.ErrorMessage).ToList();
        logger.LogInformation("Site {Site} {Outcome}: {Count} processes, {Failed} refused", site, outcome, results.Length, errors.Count);
        return errors.Count == 0 ? CommandResults.Success() : CommandResults.Failure(string.Join(" ", errors));
    }
}
