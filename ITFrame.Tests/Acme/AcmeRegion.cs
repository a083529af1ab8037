using ITFrame.Gateway;
using ITFrame.Tests.Api;
using ITFrame.Tests.Gateway;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace ITFrame.Tests.Acme;

/// <summary>
/// A region at a loopback address of its own: a hub's replica, and a gateway that offers it first and the other region's gateway after
/// it. Plain requests are sent on to https, as in production.
/// </summary>
internal sealed class AcmeRegion(string site, string address, int httpPort, int httpsPort) : IAsyncDisposable
{
    private WebApplication? _gateway;
    private ApiFactory? _hub;

    public string Address => address;

    public int HttpsPort => httpsPort;

    private int PeerPort { get; } = GatewayLab.UnusedPort();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task StartHubAsync(HubFixture fixture, string mongo)
    {
        _hub = fixture.CreateApi(mongo, site);
        await HubFixture.ReadyAsync(_hub.CreateClient());
    }

    public async Task StartGatewayAsync(AcmeRegion other, string certificate, string key)
    {
        using var hub = _hub!.CreateClient();
        _gateway = GatewayHost.Build(
            [
                $"--urls=http://{address}:{httpPort};https://{address}:{httpsPort};http://{address}:{PeerPort}", $"--Gateway:PeerPort={PeerPort}",
                $"--ITFRAME_SITE={site}", "--Gateway:Drain:Delay=00:00:00", "--Gateway:Cache:Enabled=false", "--Logging:Console:LogLevel:Default=None",
                $"--Gateway:Tls:Certificate={certificate}", $"--Gateway:Tls:Key={key}", "--Gateway:Tls:ReloadInterval=00:00:00.1",
                $"--Gateway:Tls:RedirectPort={httpsPort}",
                .. GatewayLab.FastChecks,
                .. GatewayLab.Destination("public", "api", hub.BaseAddress!.ToString(), 0),
                .. GatewayLab.Destination("local", "api", hub.BaseAddress!.ToString(), 0),
                .. GatewayLab.Destination("public", "peer", $"http://{other.Address}:{other.PeerPort}", 1),
            ],
            GatewayLab.ContentRoot);
        await _gateway.StartAsync(Cancellation);
    }

    public async Task StopHubAsync()
    {
        if (_hub is { } hub)
        {
            _hub = null;
            await hub.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await StopHubAsync();
    }
}
