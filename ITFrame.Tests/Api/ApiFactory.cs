using System.Net.Http.Headers;
using ITFrame.Api;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Cluster;
using ITFrame.Api.Data;
using ITFrame.Api.Outbox;
using ITFrame.Api.Player;
using ITFrame.Api.TuneIn;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ITFrame.Tests.Api;

/// <summary>
/// The API as a real server on a free port; its repositories replaced by ones in memory, unless <see cref="Mongo"/> is set.
/// </summary>
internal sealed class ApiFactory : WebApplicationFactory<ApiOptions>
{
    public const string ControlToken = "control-token-of-the-tests";

    public ApiFactory() => UseKestrel(0);

    /// <summary>The connection string of a replica set to use in place of the fakes.</summary>
    public string? Mongo { get; init; }

    public FakePlayerRepository Players { get; } = new();

    public FakeStationRepository Stations { get; } = new();

    public FakeSongRepository Songs { get; } = new();

    public FakeClusterProbe Cluster { get; } = new();

    /// <summary>Settings beyond the defaults below; to be filled before the first client is made.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Registrations that replace those of the program; to be set before the first client is made.</summary>
    public Action<IServiceCollection>? Replace { get; set; }

    public HttpClient CreateControlClient()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ControlToken);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        // Nothing listens there: whatever escaped the fakes would fail.
        builder.UseSetting("ConnectionStrings:mongo", Mongo ?? "mongodb://127.0.0.1:1/itframe?replicaSet=itframe");
        builder.UseSetting("Api:ControlToken", ControlToken);
        builder.UseSetting("ITFRAME_SITE", "london");
        builder.UseSetting("Drain:Delay", "00:00:00");
        if (Mongo is null)
        {
            // The fakes take writes without a primary.
            builder.UseSetting("Api:PrimaryPatience", "01:00:00");
        }

        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            if (Mongo is null)
            {
                services.RemoveAll<IDatabaseStep>();
                services.AddSingleton<IPlayerRepository>(Players);
                services.AddSingleton<IStationRepository>(Stations);
                services.AddSingleton<ISongRepository>(Songs);
                services.AddSingleton<IClusterProbe>(Cluster);
                services.AddSingleton<ITuneInRepository>(new FakeTuneInRepository());
                services.Remove(services.Single(service => service.ImplementationType == typeof(OutboxDispatcher)));
            }

            Replace?.Invoke(services);
        });
    }
}
