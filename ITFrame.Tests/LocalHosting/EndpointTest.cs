using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

public sealed class EndpointTest
{
    [Fact]
    public async Task StartAsync_PortTaken_NamesResourceEndpointAndPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => LocalApp.StartAsync(builder =>
        {
            builder.AddShell("other", "exec sleep 60");
            builder.AddShell("server", "exec sleep 60").WithEndpoint(port: port, scheme: "tcp", name: "wire", isProxied: false);
        }));

        Assert.Contains("'wire'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'server'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Ports are looked at while other processes are forked, which have the socket of the look until they execute.</summary>
    [Fact]
    public async Task StartAsync_ManyAtOnce_NoneFindsItsPortTaken()
    {
        var names = Enumerable.Range(1, 40).Select(number => $"server{number}").ToList();
        await using var app = LocalApp.Launch(builder => names.ForEach(name => builder.AddShell(name, "exec sleep 60").WithHttpEndpoint()));

        var states = await Task.WhenAll(names.Select(name => app.WaitForStateAsync(name, KnownResourceStates.Running, KnownResourceStates.FailedToStart)));
        Assert.All(states, state => Assert.Equal(KnownResourceStates.Running, state.State?.Text));
    }

    [Fact]
    public async Task StartAsync_SamePortTwice_NamesBoth()
    {
        var port = LoopbackPort.Find();

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => LocalApp.StartAsync(builder =>
        {
            builder.AddShell("one", "exec sleep 60").WithHttpEndpoint(port: port, isProxied: false);
            builder.AddShell("two", "exec sleep 60").WithHttpEndpoint(port: port, isProxied: false);
        }));

        Assert.Contains("'one'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'two'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ProxiedPortUnderTest_IsRandom()
    {
        var port = LoopbackPort.Find();
        await using var app = await LocalApp.StartAsync(builder => builder.AddShell("server", "exec sleep 60").WithHttpEndpoint(port: port));

        Assert.NotEqual(port, new Uri(app.Snapshot("server").Urls.Single().Url).Port);
    }

    [Fact]
    public async Task WithHttpHealthCheck_ServerThatComesUpLate_GetsHealthy()
    {
        await using var app = LocalApp.Launch(builder => builder.AddShell("server", "exec sleep 60").WithHttpEndpoint().WithHttpHealthCheck("/ready"));

        var refused = await app.WaitForAsync("server", snapshot => snapshot.HealthReports.Any(report => report.Status == HealthStatus.Unhealthy));
        var url = refused.Urls.Single().Url;
        await using var server = Server(new Uri(url).Port);
        await server.StartAsync(app.Timeout);
        await app.Application.ResourceNotifications.WaitForResourceHealthyAsync("server", app.Timeout);

        Assert.Contains($"{url}/ready", refused.HealthReports.Single().Description, StringComparison.Ordinal);
    }

    private static WebApplication Server(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = builder.Build();
        server.MapGet("/ready", () => Results.Ok());
        return server;
    }
}
