using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Adds connection strings that are composed of other values.</summary>
public static class ConnectionStringBuilderExtensions
{
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionStringExpression);

        var resource = builder.AddResource(new ConnectionStringResource(name, connectionStringExpression))
            .WithReferenceRelationship(connectionStringExpression)
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = "ConnectionString",
                State = KnownResourceStates.NotStarted,
                Properties = [],
            })
            .OnInitializeResource(PublishWhenPartsAreStartedAsync);

        foreach (var part in PartsOf(connectionStringExpression).Distinct())
        {
            resource.WaitForStart(builder.CreateResourceBuilder(part));
        }

        return resource;
    }

    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        ArgumentNullException.ThrowIfNull(connectionStringBuilder);
        var expression = new ReferenceExpressionBuilder();
        connectionStringBuilder(expression);
        return builder.AddConnectionString(name, expression.Build());
    }

    private static IEnumerable<IResource> PartsOf(ReferenceExpression expression)
        => expression.ValueProviders
            .SelectMany(provider => provider is IResource resource ? [resource] : (provider as IValueWithReferences)?.References.OfType<IResource>() ?? [])
            .Where(resource => resource is not (IResourceWithoutLifetime or ParameterResource));

    private static async Task PublishWhenPartsAreStartedAsync(ConnectionStringResource resource, InitializeResourceEvent initialize, CancellationToken cancellationToken)
    {
        try
        {
            // Publishing this event is what waits for the parts.
            await initialize.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, initialize.Services), cancellationToken);
            await initialize.Notifications.PublishUpdateAsync(resource, state => state with { State = KnownResourceStates.Running });
            await initialize.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, initialize.Services), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            initialize.Logger.LogError(exception, "The connection string '{ResourceName}' could not be composed.", resource.Name);
            await initialize.Notifications.PublishUpdateAsync(resource, state => state with { State = KnownResourceStates.FailedToStart });
        }
    }
}
