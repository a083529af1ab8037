using Microsoft.Extensions.DependencyInjection;

namespace ITFrame.AppHost.Faults;

internal static class ProcessFaultExtensions
{
    public const string Kill = "kill";
    public const string Freeze = "freeze";
    public const string Thaw = "thaw";

    /// <summary>Adds the commands that hurt a process: kill (SIGKILL), freeze (SIGSTOP) and thaw (SIGCONT).</summary>
    public static IResourceBuilder<T> WithProcessFaults<T>(this IResourceBuilder<T> resource)
        where T : IResource
        => resource
            .WithFault(Kill, "Kill", (faults, name) => faults.KillAsync(name), KnownResourceStates.Running, new CommandOptions
            {
                Description = "End the process at once, as a crash does (SIGKILL).",
                ConfirmationMessage = $"Kill {resource.Resource.Name}?",
                IconName = "DismissCircle",
            })
            .WithFault(Freeze, "Freeze", (faults, name) => faults.FreezeAsync(name), KnownResourceStates.Running, new CommandOptions
            {
                Description = "Stop the process without closing its connections, as a hung one does (SIGSTOP).",
                ConfirmationMessage = $"Freeze {resource.Resource.Name}?",
                IconName = "Pause",
            })
            .WithFault(Thaw, "Thaw", (faults, name) => faults.ThawAsync(name), ProcessFaults.Frozen, new CommandOptions
            {
                Description = "Let a frozen process go on (SIGCONT).",
                IconName = "Play",
            });

    private static IResourceBuilder<T> WithFault<T>(
        this IResourceBuilder<T> resource,
        string name,
        string displayName,
        Func<ProcessFaults, string, Task<ExecuteCommandResult>> fault,
        string enabledIn,
        CommandOptions options)
        where T : IResource
    {
        var target = resource.Resource.Name;
        options.UpdateState = context => IsIn(context.ResourceSnapshot, enabledIn, name) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
        return resource.WithCommand(name, displayName, context => fault(context.ServiceProvider.GetRequiredService<ProcessFaults>(), target), options);
    }

    // A frozen process can be killed too.
    private static bool IsIn(CustomResourceSnapshot snapshot, string state, string command)
        => snapshot.State?.Text == state || (command == Kill && snapshot.State?.Text == ProcessFaults.Frozen);
}
