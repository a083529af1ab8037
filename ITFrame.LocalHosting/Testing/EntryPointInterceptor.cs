using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Runs an AppHost's entry point inside the test's process. It is held when it builds the application, so that the test can
/// change the model, and again when it starts it, so that the test decides whether and when.
/// </summary>
internal sealed class EntryPointInterceptor : IBuilderInterceptor
{
    // Flows with the entry point's thread and what it awaits, and so tells the AppHost's calls from the test's.
    private static readonly AsyncLocal<EntryPointInterceptor?> CurrentInterceptor = new();

    private readonly Assembly _appHost;
    private readonly MethodInfo? _main;
    private readonly string[] _args;
    private readonly TestConfiguration _configuration;
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = NewSource<DistributedApplicationBuilder>();
    private readonly TaskCompletionSource<bool> _mayBuild = NewSource<bool>();
    private readonly TaskCompletionSource<DistributedApplication> _application = NewSource<DistributedApplication>();
    private readonly TaskCompletionSource<bool> _started = NewSource<bool>();
    private readonly TaskCompletionSource<bool> _stopped = NewSource<bool>();

    public EntryPointInterceptor(Assembly appHost, MethodInfo? main, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        _appHost = appHost;
        _main = main;
        _args = args;
        _configuration = new TestConfiguration(_appHost, args, configure);
    }

    public static EntryPointInterceptor? Current => CurrentInterceptor.Value;

    /// <summary>Runs the entry point until it builds its application.</summary>
    public Task<DistributedApplicationBuilder> StartEntryPointAsync(CancellationToken cancellationToken)
    {
        if (_main is not { } main)
        {
            throw new InvalidOperationException($"The assembly '{_appHost.GetName().Name}' has no entry point, so it is not an AppHost.");
        }

        var thread = new Thread(() => RunEntryPoint(main)) { IsBackground = true, Name = $"Entry point of {_appHost.GetName().Name}" };
        thread.Start();
        return _builder.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult(true);
        return _application.Task.WaitAsync(cancellationToken);
    }

    public void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings) => _configuration.Configure(options, settings);

    public void OnBuilding(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public void OnBuilt(DistributedApplication application)
    {
        application.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() => _stopped.TrySetResult(true));
        _application.TrySetResult(application);
    }

    public void OnStarted() => _started.TrySetResult(true);

    public void OnStartFailed(Exception exception) => _started.TrySetException(exception);

    /// <summary>Lets the entry point go, wherever it is held.</summary>
    public void OnDisposed()
    {
        _mayBuild.TrySetCanceled();
        _started.TrySetCanceled();
        _stopped.TrySetResult(true);
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => _started.Task.WaitAsync(cancellationToken);

    public Task WaitForStopAsync(CancellationToken cancellationToken) => _stopped.Task.WaitAsync(cancellationToken);

    private static TaskCompletionSource<T> NewSource<T>()
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A failure is reported to whoever waits; that nobody does is no error of its own.
        _ = source.Task.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return source;
    }

    private void RunEntryPoint(MethodInfo main)
    {
        CurrentInterceptor.Value = this;
        try
        {
            main.Invoke(null, main.GetParameters().Length == 0 ? null : [_args]);
            Fail(new InvalidOperationException($"The entry point of '{_appHost.GetName().Name}' ended without building an application."));
        }
        catch (TargetInvocationException exception)
        {
            Fail(exception.InnerException ?? exception);
        }
    }

    private void Fail(Exception exception)
    {
        _builder.TrySetException(exception);
        _application.TrySetException(exception);
    }
}
