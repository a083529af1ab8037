using ITFrame.Api.Access;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Control;

/// <summary>What the customer panel calls.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder endpoints)
    {
        var control = endpoints.MapGroup("/control")
            .WithTags("Control")
            .RequireAuthorization(AccessPolicies.Control)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        control.MapGet("/player/settings/{username}", GetPlayerSettingsAsync)
            .WithName("GetPlayerSettings")
            .ProducesProblem(StatusCodes.Status404NotFound);
        control.MapPut("/player/settings/{username}", PutPlayerSettingsAsync)
            .WithName("PutPlayerSettings")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<PlayerSettings>, ProblemHttpResult>> GetPlayerSettingsAsync(
        Username username, IPlayerRepository players, CancellationToken cancellationToken)
        => await players.FindSettingsAsync(username.Value, cancellationToken) is { } player
            ? TypedResults.Ok(PlayerSettings.From(player))
            : TypedResults.Problem($"There are no player settings for '{username}'.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutPlayerSettingsAsync(
        Username username, PlayerSettings settings, IPlayerRepository players, CancellationToken cancellationToken)
    {
        var errors = PlayerSettingsValidator.Validate(settings, username);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await players.SaveAsync(settings.ToDocument(username.Value), cancellationToken);
        return TypedResults.Ok(new Done());
    }
}
