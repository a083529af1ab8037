using ITFrame.Api.Data;
using ITFrame.Api.Http;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Control;

/// <summary>A station's web player.</summary>
internal static class PlayerControlEndpoints
{
    public static void MapPlayerControl(this RouteGroupBuilder control)
    {
        var settings = control.MapGroup("/player/settings/{username}").WithTags("Player").ProducesProblem(StatusCodes.Status412PreconditionFailed);
        settings.MapGet("", GetPlayerSettingsAsync).WithName("GetPlayerSettings").ProducesProblem(StatusCodes.Status404NotFound);
        settings.MapPut("", PutPlayerSettingsAsync).WithName("PutPlayerSettings").ProducesProblem(StatusCodes.Status404NotFound).ProducesBodyProblems();
        settings.MapDelete("", DeletePlayerSettingsAsync).WithName("DeletePlayerSettings");
    }

    private static async Task<Results<Ok<PlayerSettings>, ProblemHttpResult>> GetPlayerSettingsAsync(
        Username username, IPlayerRepository players, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await players.FindSettingsAsync(username.Value, cancellationToken) is not { } player)
        {
            return TypedResults.Problem(Missing(username), statusCode: StatusCodes.Status404NotFound);
        }

        response.SetRevision(player.Revision);
        return TypedResults.Ok(PlayerSettings.From(player));
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> PutPlayerSettingsAsync(
        Username username, PlayerSettings settings, IfMatch condition, IPlayerRepository players, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = PlayerSettingsValidator.Validate(settings, username);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var saved = await players.SaveAsync(settings.ToDocument(username.Value), condition, cancellationToken);
        return saved.ToProblem(response, Missing(username)) is { } problem ? problem : TypedResults.Ok(new Done());
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> DeletePlayerSettingsAsync(
        Username username, IfMatch condition, IPlayerRepository players, CancellationToken cancellationToken)
        => await players.DeleteAsync(username.Value, condition, cancellationToken) is { Outcome: SaveOutcome.Changed }
            ? TypedResults.Problem("They have been changed since: read them again.", statusCode: StatusCodes.Status412PreconditionFailed)
            : TypedResults.Ok(new Done());

    private static string Missing(Username username) => $"There are no player settings for '{username}'.";
}
