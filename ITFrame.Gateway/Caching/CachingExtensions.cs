using Microsoft.AspNetCore.Hosting.Server;

namespace ITFrame.Gateway.Caching;

internal static class CachingExtensions
{
    public static void AddCaching(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CacheRules>();
        builder.Services.AddSingleton<ResponseStore>();
        builder.Services.AddSingleton<Fetches>();
        builder.Services.AddSingleton<CacheFetcher>();
        builder.Services.AddSingleton<CacheFastPath>();

        // Around the server that is there: Kestrel, which the builder has added.
        var server = builder.Services.Last(service => service.ServiceType == typeof(IServer));
        var implementation = server.ImplementationType ?? throw new InvalidOperationException("The server is not given by its type.");
        builder.Services.Remove(server);
        builder.Services.AddSingleton<IServer>(services => new CachingServer(
            (IServer)ActivatorUtilities.CreateInstance(services, implementation), services.GetRequiredService<CacheFastPath>()));
    }

    /// <summary>Comes after routing: what is not in the cache goes to the route's destinations from here.</summary>
    public static void UseCaching(this WebApplication app) => app.UseMiddleware<CacheMiddleware>();
}
