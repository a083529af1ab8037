using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource should set itself up; a custom resource starts its work here.</summary>
public class InitializeResourceEvent : IDistributedApplicationResourceEvent
{
    public InitializeResourceEvent(
        IResource resource,
        IDistributedApplicationEventing distributedApplicationEventing,
        ResourceLoggerService resourceLoggerService,
        ResourceNotificationService resourceNotificationService,
        IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(resourceLoggerService);
        Resource = resource;
        Eventing = distributedApplicationEventing;
        Logger = resourceLoggerService.GetLogger(resource);
        Notifications = resourceNotificationService;
        Services = services;
    }

    public IResource Resource { get; }

    public IDistributedApplicationEventing Eventing { get; }

    public ILogger Logger { get; }

    public ResourceNotificationService Notifications { get; }

    public IServiceProvider Services { get; }
}
