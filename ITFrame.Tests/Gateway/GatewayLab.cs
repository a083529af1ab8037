using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ITFrame.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

/// <summary>
/// A gateway in London on real sockets: replicas <c>api-1</c> and <c>api-2</c>, and <c>peer</c>, which stands for Frankfurt's
/// gateway. Active checks and the cache are off unless a test turns them on, so that a test says what the gateway knows.
/// </summary>
internal sealed class GatewayLab : IAsyncDisposable
{
    /// <summary>Turns the active checks on, ten a second.</summary>
    public static readonly string[] FastChecks =
    [
        .. new[] { "public", "local" }.SelectMany(cluster => new[]
        {
            $"--ReverseProxy:Clusters:{cluster}:HealthCheck:Active:Enabled=true",
            $"--ReverseProxy:Clusters:{cluster}:HealthCheck:Active:Interval=00:00:00.1",
            $"--ReverseProxy:Clusters:{cluster}:HealthCheck:Active:Timeout=00:00:00.5",
        }),
    ];

    private static int _nextPort = Environment.ProcessId * 100;

    private readonly WebApplication _app;

    private GatewayLab(WebApplication app, int peerPort)
    {
        _app = app;
        PeerPort = peerPort;
        PublicPort = PortOf(app, peerPort);
        Client = CreateClient(PublicPort);
        PeerClient = CreateClient(peerPort);
    }

    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(20);

    public ScriptedUpstream Api1 { get; private init; } = null!;

    public ScriptedUpstream Api2 { get; private init; } = null!;

    public ScriptedUpstream Peer { get; private init; } = null!;

    public IEnumerable<ScriptedUpstream> Upstreams => [Api1, Api2, Peer];

    /// <summary>A client of the public.</summary>
    public HttpClient Client { get; }

    /// <summary>Another gateway.</summary>
    public HttpClient PeerClient { get; }

    public int PeerPort { get; }

    public int PublicPort { get; }

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<GatewayLab> StartAsync(params string[] settings)
    {
        var (api1, api2, peer) = (new ScriptedUpstream("api-1"), new ScriptedUpstream("api-2"), new ScriptedUpstream("peer"));
        var peerPort = UnusedPort();
        var app = GatewayHost.Build(
            [
                .. CommonSettings(peerPort),
                .. Destination("public", api1, 0), .. Destination("public", api2, 0), .. Destination("public", peer, 1),
                .. Destination("local", api1, 0), .. Destination("local", api2, 0),
                .. settings.Select(setting => setting.Replace("{api-1}", api1.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)),
            ],
            ContentRoot);
        await app.StartAsync(Cancellation);
        return new GatewayLab(app, peerPort) { Api1 = api1, Api2 = api2, Peer = peer };
    }

    /// <summary>Where the gateway's appsettings.json is: beside the test there may be another project's.</summary>
    public static string ContentRoot { get; } = FindContentRoot();

    public static string[] CommonSettings(int peerPort) =>
    [
        $"--urls=http://127.0.0.1:0;http://127.0.0.1:{peerPort}", $"--Gateway:PeerPort={peerPort}", "--ITFRAME_SITE=london",
        "--Gateway:Drain:Delay=00:00:00", "--Gateway:Cache:Enabled=false", "--Logging:Console:LogLevel:Default=None",
        "--ReverseProxy:Clusters:public:HealthCheck:Active:Enabled=false", "--ReverseProxy:Clusters:local:HealthCheck:Active:Enabled=false",
    ];

    public static string[] Destination(string cluster, ScriptedUpstream upstream, int tier)
        => Destination(cluster, upstream.Name, upstream.Address, tier);

    public static string[] Destination(string cluster, string name, string address, int tier) =>
    [
        $"--ReverseProxy:Clusters:{cluster}:Destinations:{name}:Address={address}",
        $"--ReverseProxy:Clusters:{cluster}:Destinations:{name}:Metadata:Tier={tier}",
    ];

    /// <summary>
    /// A port for a peer listener, which has to be known before it is bound. Below the range from which the system gives ports
    /// to everybody else, so that nobody takes it in between.
    /// </summary>
    public static int UnusedPort()
    {
        while (true)
        {
            var port = 20_000 + (Interlocked.Increment(ref _nextPort) % 7_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    /// <summary>The port of the public listener.</summary>
    public static int PortOf(WebApplication app, int peerPort = 0)
        => app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => new Uri(address).Port).First(port => port != peerPort);

    public static HttpClient CreateClient(int port)
    {
        // Without a propagator the client has no span: what a listener sees is the gateway's.
        var handler = new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null };
        return new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Deadline };
    }

    public static async Task ConditionAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, "The condition did not come about in time.");
            await Task.Delay(10, Cancellation);
        }
    }

    public static async Task AssertProblemAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)status, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
        if ((int)status >= 502)
        {
            Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
        }
    }

    public T Service<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    public DestinationHealthState Health(string destination, string cluster = "public")
    {
        Assert.True(_app.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster(cluster, out var state));
        return state.Destinations[destination].Health;
    }

    /// <summary>Makes the next requests go to one upstream first: the other replica is known to be unhealthy.</summary>
    public void PreferApi1()
    {
        Assert.True(_app.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster("public", out var state));
        state.DestinationsState = new ClusterDestinationsState(
            state.DestinationsState.AllDestinations, [state.Destinations["api-1"]]);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string? body = null, string path = "/x", HttpClient? client = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body);
        }

        return await (client ?? Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>The names of those that requests have reached, in no particular order.</summary>
    public IEnumerable<string> Reached => Upstreams.SelectMany(upstream => upstream.Requests.Select(_ => upstream.Name));

    public Task StopAsync() => _app.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        PeerClient.Dispose();
        foreach (var upstream in Upstreams)
        {
            await upstream.DisposeAsync();
        }

        await _app.DisposeAsync();
    }

    private static string FindContentRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ITFrame.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "ITFrame.Gateway");
    }
}
