using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>The start, stop and restart commands of projects and executables.</summary>
internal static class LifecycleCommands
{
    public static void Add(IResource resource)
    {
        AddCommand(
            resource,
            KnownResourceCommands.StartCommand,
            "Start",
            "Start this resource",
            "Play",
            state => IsStopped(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled : state is null || state == KnownResourceStates.Starting ? ResourceCommandState.Disabled : ResourceCommandState.Hidden,
            (orchestrator, cancellationToken) => orchestrator.StartResourceAsync(resource, cancellationToken));
        AddCommand(
            resource,
            KnownResourceCommands.StopCommand,
            "Stop",
            "Stop this resource",
            "Stop",
            state => state == KnownResourceStates.Running ? ResourceCommandState.Enabled : state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled : ResourceCommandState.Hidden,
            (orchestrator, _) => orchestrator.StopResourceAsync(resource));
        AddCommand(
            resource,
            KnownResourceCommands.RestartCommand,
            "Restart",
            "Restart this resource",
            "ArrowCounterclockwise",
            state => state == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            async (orchestrator, cancellationToken) =>
            {
                await orchestrator.StopResourceAsync(resource);
                await orchestrator.StartResourceAsync(resource, cancellationToken);
            });
    }

    private static void AddCommand(
        IResource resource,
        string name,
        string displayName,
        string description,
        string iconName,
        Func<string?, ResourceCommandState> stateOf,
        Func<Orchestrator, CancellationToken, Task> execute)
    {
        if (resource.Annotations.OfType<ResourceCommandAnnotation>().Any(command => command.Name == name))
        {
            // The AppHost has its own.
            return;
        }

        resource.Annotations.Add(new ResourceCommandAnnotation(
            name,
            displayName,
            context => stateOf(context.ResourceSnapshot.State?.Text),
            async context =>
            {
                await execute(context.ServiceProvider.GetRequiredService<Orchestrator>(), context.CancellationToken);
                return CommandResults.Success();
            },
            description,
            parameter: null,
            confirmationMessage: null,
            iconName,
            IconVariant.Filled,
            isHighlighted: name != KnownResourceCommands.RestartCommand));
    }

    private static bool IsStopped(string? state) => KnownResourceStates.IsTerminal(state) || state == KnownResourceStates.NotStarted;
}
