using System.Reflection;
using ITFrame.ServiceDefaults.Network;

namespace ITFrame.Api.Home;

internal static class HomeEndpoints
{
    private static readonly string Version
        = typeof(HomeEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static void MapHome(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (IConfiguration configuration) => TypedResults.Ok(new HomeResponse("ITFrame", Version, configuration[Site.Variable])))
            .WithTags("Home")
            .WithName("GetHome");
        endpoints.MapGet("/health_check", () => TypedResults.Ok(new HealthCheckResponse(true)))
            .WithTags("Home")
            .WithName("GetHealthCheck");
    }
}
