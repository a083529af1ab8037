using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.GeoIp;

internal static class GeoIpEndpoints
{
    public static void AddGeoIp(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<GeoTable>();

    public static void MapGeoIp(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/intern/geoip/location-for-me", Get)
            .WithTags("GeoIP")
            .WithName("GetLocationForMe")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status501NotImplemented);

    private static Results<Ok<GeoLocation>, ProblemHttpResult> Get(HttpContext context, GeoTable table)
    {
        if (!table.IsThere)
        {
            return TypedResults.Problem("This hub has no table of addresses (Api:GeoTable).", statusCode: StatusCodes.Status501NotImplemented);
        }

        return context.Connection.RemoteIpAddress is { } address && table.Find(address) is { } range
            ? TypedResults.Ok(GeoLocation.From(range))
            : TypedResults.Problem("Nothing is known of your address.", statusCode: StatusCodes.Status404NotFound);
    }
}
