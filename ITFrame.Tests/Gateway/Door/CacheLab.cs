using System.Net;
using ITFrame.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

/// <summary>A gateway that keeps answers, and what tests of it ask for.</summary>
internal static class CacheLab
{
    public const string Station = "/nowplaying/demo";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<GatewayLab> StartAsync(params string[] settings) => GatewayLab.StartAsync(
        ["--Gateway:Cache:Enabled=true", "--Gateway:Cache:Rules:0:Lifetime=00:10:00", "--Gateway:Cache:Rules:1:Lifetime=00:10:00", .. settings]);

    public static void Answer(GatewayLab lab, Func<UpstreamConnection, UpstreamRequest, Task> script)
    {
        foreach (var upstream in lab.Upstreams)
        {
            upstream.Script = script;
        }
    }

    public static async Task<HttpResponseMessage> SendAsync(GatewayLab lab, string path, string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await lab.Client.SendAsync(request, Cancellation);
    }

    public static Task UntilStatusAsync(GatewayLab lab, string part) => GatewayLab.ConditionAsync(async () =>
    {
        using var response = await lab.SendAsync("GET", path: Station);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Status(response).Contains(part, StringComparison.Ordinal);
    });

    public static List<UpstreamRequest> Requests(GatewayLab lab) => [.. lab.Upstreams.SelectMany(upstream => upstream.Requests)];

    public static DoorMetrics Metrics(GatewayLab lab) => lab.Services.GetRequiredService<DoorMetrics>();

    public static string Status(HttpResponseMessage response) => Header(response, "Cache-Status");

    public static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
