using ITFrame.Api.Cast.Configuration;
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
        if (await players.FindPublicAsync(username.Value, cancellationToken) is not { } player)
        {
            return TypedResults.Problem($"There is no player for '{username}'.", statusCode: StatusCodes.Status404NotFound);
        }

        // One after the other: a session is not for use by two at once, and the near member is less than a millisecond away.
        var streamUrl = player.AlternativeStreamUrl ?? (await stations.FindAsync(username.Value, cancellationToken))?.StreamUrl;
        return TypedResults.Ok(PlayerResponse.From(player, streamUrl));
    }
}
