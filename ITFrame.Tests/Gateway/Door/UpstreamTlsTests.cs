using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using ITFrame.Tests.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>A destination whose certificate is not believed, and what is said of it.</summary>
public sealed class UpstreamTlsTests : IDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly CertificateFolder _other = new();
    private readonly string _destination = $"secure-{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("expired", "localhost: the certificate of CN=upstream, OU=services, O=ITFrame has expired on 20")]
    [InlineData("another name", "localhost: the certificate of CN=upstream, OU=services, O=ITFrame is not for localhost")]
    [InlineData("another authority", "localhost: the certificate of CN=upstream, OU=services, O=ITFrame is signed by an authority that is not trusted")]
    public async Task Attempt_CertificateIsNotBelieved_SpanAndLogsSayWhy(string what, string reason)
    {
        await using var upstream = await StartUpstreamAsync(what);
        await using var lab = await StartAsync(upstream);
        using var log = new LogRecorder(lab);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ITFrame.Gateway",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        foreach (var other in lab.Upstreams)
        {
            other.Kill();
        }

        await GatewayLab.AssertProblemAsync(HttpStatusCode.BadGateway, await lab.SendAsync("GET"));

        var span = Assert.Single(spans, span => Equals(span.GetTagItem("itframe.destination"), _destination));
        Assert.StartsWith(reason, span.StatusDescription, StringComparison.Ordinal);
        Assert.Equal("secure_connection_error", span.GetTagItem("error.type"));
        Assert.Contains(log.Entries, entry => entry.Message.Contains($"at {_destination} failed (secure_connection_error: {reason}", StringComparison.Ordinal));
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Error && entry.Message.StartsWith($"A destination is not connected to: {reason}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attempt_CertificateOfTheAuthority_IsServed()
    {
        await using var upstream = await StartUpstreamAsync("good");
        await using var lab = await StartAsync(upstream);
        foreach (var other in lab.Upstreams)
        {
            other.Kill();
        }

        Assert.Equal(HttpStatusCode.OK, (await lab.SendAsync("GET")).StatusCode);
    }

    private async Task<WebApplication> StartUpstreamAsync(string what)
    {
        var leaf = what switch
        {
            "expired" => _folder.Issue("upstream", "localhost", TimeSpan.FromMinutes(-1)),
            "another name" => _folder.Issue("upstream", "mallory.itframe.test"),
            "another authority" => _other.Issue("upstream", "localhost"),
            _ => _folder.Issue("upstream", "localhost"),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(X509Certificate2.CreateFromPemFile(leaf.CertificateFile, leaf.KeyFile))));
        var app = builder.Build();
        app.MapGet("/x", () => Results.Text("hello"));
        await app.StartAsync(Cancellation);
        return app;
    }

    private Task<GatewayLab> StartAsync(WebApplication upstream)
    {
        var own = _folder.Issue("gateway", "localhost");
        var peerPort = GatewayLab.UnusedPort();
        return GatewayLab.StartAsync(
        [
            $"--urls=http://127.0.0.1:0;https://127.0.0.1:{peerPort}", $"--Gateway:PeerPort={peerPort}",
            $"--Gateway:Tls:Certificate={own.CertificateFile}", $"--Gateway:Tls:Key={own.KeyFile}",
            $"--Gateway:Tls:Peers:Authority={_folder.AuthorityFile}", "--Gateway:Tls:Peers:Names:0=peer.itframe.test",
            .. GatewayLab.Destination("public", _destination, $"https://localhost:{GatewayLab.PortOf(upstream)}", 0),
        ]);
    }
}
