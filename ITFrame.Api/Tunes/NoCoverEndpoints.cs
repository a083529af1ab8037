using ITFrame.Api.Files;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Tunes;

internal static class NoCoverEndpoints
{
    public static void MapNoCover(this RouteGroupBuilder control)
    {
        control.MapPost("/tunes/upload-nocover/{username}", UploadAsync).WithTags("Tunes").WithName("UploadNoCover").TakesUpload(FileStore.MaxImageBytes);
        control.MapDelete("/tunes/nocover/{username}", DeleteAsync).WithTags("Tunes").WithName("DeleteNoCover");
    }

    public static void MapPublicNoCover(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/tunes/nocover/{username}", GetAsync)
            .WithTags("Tunes")
            .WithName("GetNoCover")
            .RequireCors(PlayerExtensions.CorsPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<ImageLink>, ProblemHttpResult>> UploadAsync(
        Username username, IFormFile? nocover, ImageStore images, NoCoverRepository covers, CancellationToken cancellationToken)
    {
        var (link, problem) = await images.AddAsync(nocover, "nocover", username.Value, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        await covers.SaveAsync(username.Value, link!.Link, cancellationToken);
        return TypedResults.Ok(link);
    }

    private static async Task<Ok<NoCoverDeleted>> DeleteAsync(Username username, NoCoverRepository covers, CancellationToken cancellationToken)
    {
        await covers.DeleteAsync(username.Value, cancellationToken);
        return TypedResults.Ok(new NoCoverDeleted("ok"));
    }

    private static async Task<Results<Ok<NoCover>, ProblemHttpResult>> GetAsync(Username username, NoCoverRepository covers, CancellationToken cancellationToken)
        => await covers.FindAsync(username.Value, cancellationToken) is { } cover
            ? TypedResults.Ok(new NoCover(cover.Id.ToString(), cover.Username, cover.Link))
            : TypedResults.Problem("The station has no such picture.", statusCode: StatusCodes.Status404NotFound);
}
