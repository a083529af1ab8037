using System.Globalization;
using System.Net;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.EmbeddedMongo.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>A running member: its listener, and the member behind it.</summary>
internal sealed class MemberHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Member _member;
    private bool _isStopped;

    private MemberHost(WebApplication application, Member member)
    {
        _application = application;
        _member = member;
    }

    public Member Member => _member;

    public int Port { get; private set; }

    public static async Task<MemberHost> StartAsync(MemberOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConfigureLogging(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton(services => new Member(options, time ?? TimeProvider.System, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton<CommandDispatcher>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        var application = builder.Build();
        try
        {
            var host = new MemberHost(application, application.Services.GetRequiredService<Member>());
            await host.StartAsync(options, cancellationToken);
            return host;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs until the process is asked to end, or cannot go on.</summary>
    /// <returns>Whether it ended in order.</returns>
    public async Task<bool> RunUntilStoppedAsync()
    {
        var lifetime = _application.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onTerm = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Stop);
        using var onInterrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Stop);
        using var onStopped = lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        if (await Task.WhenAny(stopping.Task, _member.ShutdownRequested, _member.StorageFailed) == _member.StorageFailed)
        {
            // It can hand over nothing: the others will find out, as of a crash.
            await AbortAsync();
            return false;
        }

        await StopAsync();
        return true;

        void Stop(System.Runtime.InteropServices.PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.TrySetResult();
        }
    }

    /// <summary>Hands over, if this is the primary, and ends in order.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            await _member.PrepareShutdownAsync();
            await AbortAsync();
        }
    }

    /// <summary>Ends without a word to the others, as a crash would look to them.</summary>
    public async Task AbortAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await AbortAsync();

    private static void Listen(KestrelServerOptions kestrel, MemberOptions options)
    {
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        foreach (var address in options.BindAddresses)
        {
            kestrel.Listen(address == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address), options.Port, listener => Serve(listener, options));
        }
    }

    private static void Serve(ListenOptions listener, MemberOptions options)
    {
        var services = listener.ApplicationServices;
        var member = services.GetRequiredService<Member>();
        var plain = new ConnectionBuilder(services).UseConnectionHandler<WireConnectionHandler>().Build();
        listener.Use(next => new TlsGate(
            member.Tls is null ? null : next, plain, options.Tls.Mode, options.MessageTimeout, member.Clock.Time, services.GetRequiredService<ILogger<TlsGate>>()).OnConnectedAsync);
        if (member.Tls is { } tls)
        {
            listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.ForClient()) });
        }

        listener.UseConnectionHandler<WireConnectionHandler>();
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
    }

    private async Task StartAsync(MemberOptions options, CancellationToken cancellationToken)
    {
        var logger = _application.Services.GetRequiredService<ILogger<MemberHost>>();
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StartupException($"cannot listen on port {options.Port.ToString(CultureInfo.InvariantCulture)}: {exception.Message}");
        }

        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(addresses.First()).Port;
        logger.LogInformation(
            "ITFrame.EmbeddedMongo: a stand-in for labs and tests, not MongoDB. Waiting for connections replSet={SetName} port={Port} dbpath={DataPath} pid={Pid}",
            options.SetName, Port, options.DataPath, Environment.ProcessId);
        _member.Start();
    }
}
