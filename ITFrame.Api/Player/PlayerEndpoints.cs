using ITFrame.Api.Cast;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Player;

/// <summary>What web players call. Public, and read from the nearest member.</summary>
internal static class PlayerEndpoints
{
    public static void MapPlayer(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/player/{username}", GetPlayerAsync)
            .WithTags("Player")
            .WithName("GetPlayer")
            .RequireCors(PlayerExtensions.CorsPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PlayerResponse>, ProblemHttpResult>> GetPlayerAsync(
        Username username, IPlayerRepository players, IStationRepository stations, CancellationToken cancellationToken)
    {
        // Both at once: one round trip to the database for almost every request.
        var finding = players.FindPublicAsync(username.Value, cancellationToken);
        var findingStation = stations.FindAsync(username.Value, cancellationToken);
        await Task.WhenAll(finding, findingStation);
        return await finding is { } player
            ? TypedResults.Ok(PlayerResponse.From(player, player.AlternativeStreamUrl ?? (await findingStation)?.StreamUrl))
            : TypedResults.Problem($"There is no player for '{username}'.", statusCode: StatusCodes.Status404NotFound);
    }
}
