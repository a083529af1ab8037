using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>An application of a few shell processes, started for one test.</summary>
internal sealed class LocalApp : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private bool _isDisposed;

    private LocalApp(DistributedApplication application)
    {
        Application = application;
        _deadline.CancelAfter(Deadline);
    }

    public DistributedApplication Application { get; }

    public CancellationToken Timeout => _deadline.Token;

    public static async Task<LocalApp> StartAsync(Action<IDistributedApplicationTestingBuilder> describe)
    {
        var app = Build(describe);
        try
        {
            await app.Application.StartAsync(app.Timeout);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts without waiting for all resources, for tests in which one never gets ready.</summary>
    public static LocalApp Launch(Action<IDistributedApplicationTestingBuilder> describe)
    {
        var app = Build(describe);
        _ = app.Application.StartAsync(app.Timeout);
        return app;
    }

    public async Task<CustomResourceSnapshot> WaitForAsync(string name, Func<CustomResourceSnapshot, bool> condition)
        => (await Application.ResourceNotifications.WaitForResourceAsync(name, update => condition(update.Snapshot), Timeout)).Snapshot;

    public Task<CustomResourceSnapshot> WaitForStateAsync(string name, params string[] states) => WaitForAsync(name, snapshot => states.Contains(snapshot.State?.Text));

    public CustomResourceSnapshot Snapshot(string name)
    {
        Assert.True(Application.ResourceNotifications.TryGetCurrentState(name, out var current));
        return current.Snapshot;
    }

    public int ProcessId(string name) => ProcessIdOf(Snapshot(name));

    public static int ProcessIdOf(CustomResourceSnapshot snapshot)
        => Convert.ToInt32(snapshot.Properties.Single(property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture);

    /// <summary>Returns the lines so far, once the text is among them.</summary>
    public async Task<string> LogWithAsync(string name, string text)
    {
        var log = string.Empty;
        await foreach (var lines in Application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(name).WithCancellation(Timeout))
        {
            log += string.Concat(lines.Select(line => line.Content + "\n"));
            if (log.Contains(text, StringComparison.Ordinal))
            {
                return log;
            }
        }

        throw new InvalidOperationException($"'{text}' is not in the log of {name}:\n{log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await Application.StopAsync(CancellationToken.None);
            await Application.DisposeAsync();
        }

        _deadline.Dispose();
    }

    /// <summary>Disposes of the application as somebody does who forgets to stop it first.</summary>
    public async Task DisposeWithoutStoppingAsync()
    {
        _isDisposed = true;
        await Application.DisposeAsync();
    }

    private static LocalApp Build(Action<IDistributedApplicationTestingBuilder> describe)
    {
        var builder = DistributedApplicationTestingBuilder.Create();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        describe(builder);
        return new LocalApp(builder.Build());
    }
}
