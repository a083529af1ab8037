using System.Net;
using ITFrame.Gateway;
using ITFrame.Gateway.Configuration;
using ITFrame.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class ReloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itframe-gateway-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_OfDestinationsUnderLoad_IsInForceAndDropsNothing()
    {
        await using var first = new ScriptedUpstream("first");
        await using var second = new ScriptedUpstream("second");
        await using var app = await StartAsync(Configuration(first.Address));
        using var client = GatewayLab.CreateClient(GatewayLab.PortOf(app));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                using var response = await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        })));
        await GatewayLab.ConditionAsync(() => Task.FromResult(first.Requests.Count > 50));

        await WriteAsync(Configuration(second.Address));

        await GatewayLab.ConditionAsync(() => Task.FromResult(second.Requests.Count > 50));
        await end.CancelAsync();
        await load;
    }

    [Fact]
    public async Task Change_OfGatewaySection_IsInForce()
    {
        await using var upstream = new ScriptedUpstream("api");
        await using var app = await StartAsync(Configuration(upstream.Address));

        await WriteAsync(Configuration(upstream.Address, """ "Retries": { "MaximumAttempts": 7 } """));

        await GatewayLab.ConditionAsync(() => Task.FromResult(app.Services.GetRequiredService<GatewaySettings>().Current.Retries.MaximumAttempts == 7));
    }

    [Fact]
    public async Task Change_OfTheFrontDoor_IsInForce()
    {
        await using var upstream = new ScriptedUpstream("api");
        await using var app = await StartAsync(Configuration(upstream.Address));
        using var client = GatewayLab.CreateClient(GatewayLab.PortOf(app));

        await WriteAsync(Configuration(upstream.Address, """ "RateLimits": { "Client": { "PerSecond": 0.001, "Burst": 1 } } """));
        await GatewayLab.ConditionAsync(async () => await StatusAsync() == HttpStatusCode.TooManyRequests);
        await WriteAsync(Configuration(upstream.Address, """ "Cache": { "Rules": [ { "Path": "/x", "Lifetime": "00:10:00" } ] } """));
        await GatewayLab.ConditionAsync(async () =>
        {
            using var response = await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation);
            return response.Headers.TryGetValues("Cache-Status", out var status) && status.Single().Contains("; hit", StringComparison.Ordinal);
        });

        async Task<HttpStatusCode> StatusAsync()
        {
            using var response = await client.GetAsync(new Uri("/x", UriKind.Relative), Cancellation);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData(""" "Retries": { "MaximumAttempts": 0 } """, "Gateway:Retries:MaximumAttempts")]
    [InlineData(""" "Retries": { "Attempts": 3 } """, "Attempts")]
    public async Task Change_IsInvalid_IsRefusedAndTheOldOneStays(string section, string named)
    {
        await using var upstream = new ScriptedUpstream("api");
        var logs = new RecordingLoggerProvider();
        await using var app = await StartAsync(Configuration(upstream.Address), logs);

        await WriteAsync(Configuration(upstream.Address, section));

        await GatewayLab.ConditionAsync(() => Task.FromResult(logs.Messages.Any(message => message.Contains(named, StringComparison.Ordinal))));
        Assert.Equal(4, app.Services.GetRequiredService<GatewaySettings>().Current.Retries.MaximumAttempts);
        using var client = GatewayLab.CreateClient(GatewayLab.PortOf(app));
        Assert.Equal("api", await client.GetStringAsync(new Uri("/x", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Change_TierIsInvalid_YarpRefusesIt()
    {
        await using var upstream = new ScriptedUpstream("api");
        var logs = new RecordingLoggerProvider();
        await using var app = await StartAsync(Configuration(upstream.Address), logs);

        await WriteAsync(Configuration("http://127.0.0.1:1").Replace("\"Tier\": \"0\"", "\"Tier\": \"first\"", StringComparison.Ordinal));

        await GatewayLab.ConditionAsync(() => Task.FromResult(logs.Messages.Any(message => message.Contains("'first'", StringComparison.Ordinal))));
        using var client = GatewayLab.CreateClient(GatewayLab.PortOf(app));
        Assert.Equal("api", await client.GetStringAsync(new Uri("/x", UriKind.Relative), Cancellation));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Configuration(string address, string gateway = "") => $$"""
        {
          "Gateway": { {{gateway}} },
          "ReverseProxy": {
            "Routes": { "public": { "ClusterId": "public", "Match": { "Path": "/{**path}" } } },
            "Clusters": {
              "public": {
                "HealthCheck": { "AvailableDestinationsPolicy": "Tiered" },
                "Destinations": { "api": { "Address": "{{address}}", "Metadata": { "Tier": "0" } } }
              }
            }
          }
        }
        """;

    private async Task<WebApplication> StartAsync(string configuration, RecordingLoggerProvider? logs = null)
    {
        await WriteAsync(configuration);
        var app = GatewayHost.Build(["--urls=http://127.0.0.1:0", "--Gateway:Drain:Delay=00:00:00", "--Logging:Console:LogLevel:Default=None"], _folder);
        if (logs is not null)
        {
            app.Services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>().AddProvider(logs);
        }

        await app.StartAsync(Cancellation);
        return app;
    }

    /// <summary>As deployments do: a new file takes the old one's place in one step.</summary>
    private async Task WriteAsync(string configuration)
    {
        var temporary = Path.Combine(_folder, "new");
        await File.WriteAllTextAsync(temporary, configuration, Cancellation);
        File.Move(temporary, Path.Combine(_folder, "appsettings.json"), overwrite: true);
    }
}
