using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>What all runners of an application share.</summary>
internal sealed record ProcessRunnerContext(
    DistributedApplicationModel Model,
    IDistributedApplicationEventing Eventing,
    ResourceNotificationService Notifications,
    ResourceLoggerService Loggers,
    LaunchPlanner Planner,
    ProcessSupervisor Processes,
    IHostApplicationLifetime Lifetime,
    TimeProvider Time,
    IServiceProvider Services,
    ILogger Logger);
