using System.Net;
using System.Text;
using ITFrame.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ITFrame.Tests.Gateway;

/// <summary>Replicas that speak HTTP/2: GOAWAY says which requests were not looked at, and those may always be sent elsewhere.</summary>
public sealed class Http2Tests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", 0, HttpStatusCode.OK)]
    [InlineData("PUT", 0, HttpStatusCode.OK)]
    [InlineData("POST", 0, HttpStatusCode.OK)]
    [InlineData("GET", 1, HttpStatusCode.OK)]
    [InlineData("POST+", 1, HttpStatusCode.OK)]
    [InlineData("POST", 1, HttpStatusCode.BadGateway)]
    public async Task GoAway_EachMethod_ElsewhereIfItMayBe(string method, int lastStream, HttpStatusCode expected)
    {
        using var leaving = new GoAwayUpstream(lastStream);
        await using var staying = await StartReplicaAsync();
        await using var gateway = GatewayHost.Build(
            [
                "--urls=http://127.0.0.1:0", "--Gateway:Drain:Delay=00:00:00", "--Logging:Console:LogLevel:Default=None",
                "--ReverseProxy:Clusters:public:HealthCheck:Active:Enabled=false",
                "--ReverseProxy:Clusters:public:HttpRequest:Version=2", "--ReverseProxy:Clusters:public:HttpRequest:VersionPolicy=RequestVersionExact",
                // The other region's gateway, so that the leaving one is always asked first.
                .. GatewayLab.Destination("public", "leaving", leaving.Address, 0), .. GatewayLab.Destination("public", "staying", $"http://127.0.0.1:{GatewayLab.PortOf(staying)}", 1),
            ],
            GatewayLab.ContentRoot);
        await gateway.StartAsync(Cancellation);
        using var client = GatewayLab.CreateClient(GatewayLab.PortOf(gateway));
        using var request = new HttpRequestMessage(new HttpMethod(method.TrimEnd('+')), "/x");
        if (request.Method != HttpMethod.Get)
        {
            request.Content = new StringContent("the body");
        }

        if (method.EndsWith('+'))
        {
            request.Headers.Add("Idempotency-Key", "5f0a");
        }

        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(expected, response.StatusCode);
        Assert.True(leaving.Requests > 0);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal($"HTTP/2 {(request.Content is null ? "" : "the body")}", await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    private static async Task<WebApplication> StartReplicaAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            await context.Response.WriteAsync($"{context.Request.Protocol} {await reader.ReadToEndAsync(Cancellation)}", Cancellation);
        });
        await app.StartAsync(Cancellation);
        return app;
    }
}
