using ITFrame.ServiceDefaults.Hosting;
using ITFrame.ServiceDefaults.Network;
using ITFrame.ServiceDefaults.Tls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MongoDB.Driver;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Events;

namespace ITFrame.ServiceDefaults.Mongo;

/// <summary>The platform's way to its replica set.</summary>
public static class MongoExtensions
{
    /// <summary>The connection string's name: <c>ConnectionStrings:mongo</c>.</summary>
    public const string ConnectionName = "mongo";

    /// <summary>
    /// Adds <see cref="IMongoClient"/> and the connection string's <see cref="IMongoDatabase"/>, with time limits that fit an
    /// election of a few seconds: a write that meets one waits for the new primary and is retried by the driver.
    /// </summary>
    /// <exception cref="ServiceConfigurationException">The connection string is missing or names no database.</exception>
    public static TBuilder AddMongo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var url = MongoUrl.Create(builder.Configuration.GetConnectionString(ConnectionName)
            ?? throw new ServiceConfigurationException($"Set ConnectionStrings:{ConnectionName} to the replica set's address, mongodb://host1,host2,host3/database?replicaSet=name."));
        var database = url.DatabaseName
            ?? throw new ServiceConfigurationException($"ConnectionStrings:{ConnectionName} names no database: add it after the hosts, as in mongodb://host1,host2/database.");
        var proxy = WanProxy.From(builder.Configuration);
        var tls = builder.Tls();
        var absence = new PrimaryAbsence(TimeProvider.System);
        builder.Services.AddSingleton(absence);

#if ASPIRE_PACKAGES
        // The driver's own spans are exported already, and readiness is decided by the check below.
        builder.AddMongoDBClient(
            ConnectionName,
            settings =>
            {
                settings.DisableTracing = true;
                settings.DisableHealthChecks = true;
            },
            settings => Configure(settings, proxy, tls, absence));
#else
        builder.Services.AddSingleton<IMongoClient>(_ =>
        {
            var settings = MongoClientSettings.FromUrl(url);
            Configure(settings, proxy, tls, absence);
            return new MongoClient(settings);
        });
#endif
        builder.Services.AddSingleton(services => services.GetRequiredService<IMongoClient>().GetDatabase(database));
        builder.Services.AddHealthChecks().AddCheck<MongoHealthCheck>("mongo", timeout: TimeSpan.FromSeconds(2));
        return builder;
    }

    private static void Configure(MongoClientSettings settings, WanProxy? proxy, ServiceTls tls, PrimaryAbsence absence)
    {
        tls.Configure(settings);
        // A write without a primary is answered within 3 s: the client, or the gateway for it, asks again.
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(2.5);
        // Also how long a monitor waits for a frozen or cut-off member before it looks elsewhere.
        settings.ConnectTimeout = TimeSpan.FromSeconds(1);
        settings.HeartbeatInterval = TimeSpan.FromSeconds(1);
        settings.SocketTimeout = TimeSpan.FromSeconds(5);
        // Shorter than the socket's, so that the member's own answer "not confirmed in time" arrives before the line is given up.
        settings.WriteConcern = new WriteConcern(WriteConcern.WMajority.W, TimeSpan.FromSeconds(4), journal: true);
        settings.ClusterConfigurator = cluster => cluster.Subscribe<ClusterDescriptionChangedEvent>(change => absence.Observe(change.NewDescription));
        if (proxy is not null)
        {
            settings.Socks5ProxySettings = new Socks5ProxySettings(proxy.Address.Host, proxy.Address.Port);
        }
    }
}
