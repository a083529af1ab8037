using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>YARP as its documentation starts with, without anything of the gateway's.</summary>
internal static class PlainYarp
{
    /// <param name="urls">Where it listens.</param>
    /// <param name="destinations">What it forwards to.</param>
    public static async Task RunAsync(string urls, IReadOnlyList<string> destinations)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(urls);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "/{**path}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "all",
                    Destinations = destinations.ToDictionary(address => address, address => new DestinationConfig { Address = address }),
                },
            ]);
        await using var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
    }
}
