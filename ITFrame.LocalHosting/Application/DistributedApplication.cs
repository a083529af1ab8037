using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application that can be run: its resources start as processes on this machine.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly EntryPointInterceptor? _interceptor;

    public DistributedApplication(IHost host)
        : this(host, interceptor: null)
    {
    }

    internal DistributedApplication(IHost host, EntryPointInterceptor? interceptor)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _interceptor = interceptor;
        ResourceNotifications = host.Services.GetRequiredService<ResourceNotificationService>();
    }

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications { get; }

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>An AppHost under test calls the same methods as the test that drives it; the test has the say.</summary>
    private EntryPointInterceptor? CalledByAppHostUnderTest => EntryPointInterceptor.Current == _interceptor ? _interceptor : null;

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new DistributedApplicationBuilder(args);
    }

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (CalledByAppHostUnderTest is { } interceptor)
        {
            await interceptor.WaitForStartAsync(cancellationToken);
            return;
        }

        try
        {
            await PublishBeforeStartAsync(cancellationToken);
            await _host.StartAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            _interceptor?.OnStartFailed(exception);
            throw;
        }

        _interceptor?.OnStarted();
    }

    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Starts the application and returns when it has been told to stop and has stopped.</summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (CalledByAppHostUnderTest is { } interceptor)
        {
            await interceptor.WaitForStartAsync(cancellationToken);
            await interceptor.WaitForStopAsync(cancellationToken);
            return;
        }

        try
        {
            await StartAsync(cancellationToken);
            if (Services.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode)
            {
                // Subscribers of the before-start event have published by now; nothing runs.
                await StopAsync(cancellationToken);
                return;
            }

            await _host.WaitForShutdownAsync(cancellationToken);
        }
        catch (DistributedApplicationException)
        {
            // Told by the AppHost's entry point, or by the runtime as an unhandled exception; either way it fails the process.
            await StopAsync(CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (StoppedWhileStarting())
        {
            await StopAsync(CancellationToken.None);
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public void Run() => RunAsync().GetAwaiter().GetResult();

    public virtual void Dispose()
    {
        _interceptor?.OnDisposed();
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    public virtual async ValueTask DisposeAsync()
    {
        _interceptor?.OnDisposed();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            _host.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private bool StoppedWhileStarting() => Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    private async Task PublishBeforeStartAsync(CancellationToken cancellationToken)
    {
        var eventing = Services.GetRequiredService<IDistributedApplicationEventing>();
        var executionContext = Services.GetRequiredService<DistributedApplicationExecutionContext>();
        foreach (var subscriber in Services.GetServices<IDistributedApplicationEventingSubscriber>())
        {
            await subscriber.SubscribeAsync(eventing, executionContext, cancellationToken);
        }

        await eventing.PublishAsync(new BeforeStartEvent(Services, Services.GetRequiredService<DistributedApplicationModel>()), cancellationToken);
    }
}
