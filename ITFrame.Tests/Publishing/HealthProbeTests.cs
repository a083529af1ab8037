using ITFrame.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ITFrame.Tests.Publishing;

/// <summary>The program by which a container asks its service for its health.</summary>
public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    [InlineData(302, 1)]
    public async Task Answer_DecidesTheExitCode(int status, int exitCode)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync("Unhealthy: the database has no primary");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, await HealthProbe.RunAsync(["health", app.Urls.Single()]));
    }

    [Fact]
    public async Task NobodyListens_IsUnhealthy() => Assert.Equal(1, await HealthProbe.RunAsync(["health", "http://127.0.0.1:1"]));

    [Theory]
    [InlineData("http://192.0.2.1/health/ready")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ready")]
    public async Task Url_OfAnotherMachine_IsRefused(string url) => Assert.Equal(2, await HealthProbe.RunAsync(["health", url]));

    [Theory]
    [InlineData(true, "health", "https://localhost:8080/health/ready")]
    [InlineData(false, "health")]
    [InlineData(false, "--urls", "http://localhost:8080")]
    public void CommandLine_SaysWhetherItIsAskedFor(bool expected, params string[] args) => Assert.Equal(expected, HealthProbe.IsAskedFor(args));
}
