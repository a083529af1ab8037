using System.Text.Json;
using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Faults;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ITFrame.AppHost.Control;

/// <summary>
/// The lab control API: a web server of its own on loopback, inside the AppHost's process, because only there are the
/// orchestrator's services at hand. While it runs, the state file tells tools where it is.
/// </summary>
internal sealed class LabControlServer(
    LabState state,
    StateFolder folder,
    ResourceBoard board,
    ResourceCommandService commands,
    ResourceLoggerService logs,
    WanAdmin wan,
    MemberFaults members,
    ReplicaSetBoard replicaSet,
    DrillRuns drills,
    CertificateRotation rotation,
    LabControlListener listener,
    LabOptions options,
    DistributedApplicationModel model,
    ILoggerFactory loggers) : EarlyService, IAsyncDisposable
{
    private WebApplication? _app;

    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        _app = Build();
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new DistributedApplicationException($"Lab control cannot listen on {state.ControlUrl}: {exception.Message} Is another lab running? --Lab:RandomPorts=true runs a second one beside it.", exception);
        }

        folder.Write(state);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        folder.DeleteStateFile();
        await drills.StopAsync();
        await (_app?.StopAsync(cancellationToken) ?? Task.CompletedTask);
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    // The web server has threads of its own.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(listener.Configure).UseUrls(state.ControlUrl.ToString());
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        // Those who watch never end by themselves, so there is nothing to wait for.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<BearerTokenMiddleware>(state.ControlToken);
        app.UseRouting();
        app.MapResources(board, commands, logs);
        app.MapLinks(wan);
        app.MapLinkRestore(wan, options);
        app.MapMembers(members);
        app.MapReplicaSet(replicaSet);
        app.MapEnvironment(board, model);
        app.MapDrills(drills);
        app.MapCertificates(rotation);
        app.MapGet("/lab", () => state.WithoutSecrets());
        return app;
    }
}
