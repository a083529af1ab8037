using ITFrame.Api.Access;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Cast.Sessions;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Cast.Statistics;
using ITFrame.Api.Cast.Statuses;

namespace ITFrame.Api.Cast;

/// <summary>What the stations' stream servers call.</summary>
internal static class CastEndpoints
{
    public static void MapCast(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapConfiguration();

        var statistics = endpoints.MapGroup("/cast/statistics/{user}/{key}")
            .WithTags("Cast")
            .RequireAuthorization(AccessPolicies.Station)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        statistics.MapSessions();
        statistics.MapCalculatedStatistics();
        statistics.MapStatuses();
        statistics.MapSongs();
    }
}
