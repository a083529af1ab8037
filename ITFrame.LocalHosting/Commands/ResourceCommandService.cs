using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs commands on resources.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService loggers, IServiceProvider services)
    {
        _notifications = notifications;
        _loggers = loggers;
        _services = services;
    }

    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resourceId);
        return _notifications.TryGetCurrentState(resourceId, out var current)
            ? ExecuteCommandAsync(current.Resource, commandName, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"Resource '{resourceId}' not found."));
    }

    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(commandName);

        var logger = _loggers.GetLogger(resource);
        if (FindCommand(resource, commandName) is not { } command)
        {
            return CommandResults.Failure($"Command '{commandName}' is not available for resource '{resource.Name}'.");
        }

        logger.LogInformation("Executing command '{CommandName}'.", command.Name);
        try
        {
            var result = await command.ExecuteCommand(new ExecuteCommandContext
            {
                ResourceName = resource.Name,
                ServiceProvider = _services,
                CancellationToken = cancellationToken,
            });

            if (result is { Success: false, Canceled: false })
            {
                logger.LogError("The command '{CommandName}' failed: {Error}", command.Name, result.ErrorMessage ?? "no reason given");
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
#pragma warning disable CA1031 // A command is foreign code; its failure is the result, not ours.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "The command '{CommandName}' failed.", command.Name);
            return CommandResults.Failure(exception);
        }
    }

    private static ResourceCommandAnnotation? FindCommand(IResource resource, string name)
    {
        var commands = resource.Annotations.OfType<ResourceCommandAnnotation>().ToArray();
        return commands.LastOrDefault(command => command.Name == name)
            ?? (KnownResourceCommands.EarlierNames.TryGetValue(name, out var current) ? commands.LastOrDefault(command => command.Name == current) : null);
    }
}
