using System.Security.Claims;
using ITFrame.Api.Access;
using ITFrame.Api.Control;
using ITFrame.Api.Files;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Bson;

namespace ITFrame.Api.Apps;

/// <summary>Owners ask for apps.</summary>
internal static class AppControlEndpoints
{
    public static void MapAppControl(this RouteGroupBuilder control)
    {
        var apps = control.MapGroup("/apps").WithTags("Apps");
        apps.MapGet("/{username}", GetAsync).WithName("GetApps");
        apps.MapPost("/", AddAsync).WithName("RequestApp").ProducesProblem(StatusCodes.Status409Conflict).ProducesBodyProblems();
        apps.MapPut("/{username}", ChangeAsync).WithName("ChangeApp").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesBodyProblems();
        apps.MapPost("/upload-image", UploadImageAsync).WithName("UploadAppImage").TakesUpload(FileStore.MaxImageBytes);
    }

    private static async Task<Ok<StationApps>> GetAsync(Username username, AppRepository apps, CancellationToken cancellationToken)
    {
        var found = await apps.FindAsync(username.Value, cancellationToken);
        return TypedResults.Ok(new StationApps { Android = Of(AppRequest.Android), Ios = Of(AppRequest.Ios) });

        App? Of(string platform) => found.FirstOrDefault(app => app.Platform == platform) is { } app ? App.From(app) : null;
    }

    private static async Task<Results<Ok<AppRequested>, ProblemHttpResult>> AddAsync(
        AppRequest request, ClaimsPrincipal caller, StationOwnership ownership, AppRepository apps, CancellationToken cancellationToken)
    {
        var errors = request.Validate(needsUsername: true);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (await ownership.CheckAsync(caller, request.Username!, cancellationToken) is { } forbidden)
        {
            return forbidden;
        }

        var app = new AppDocument
        {
            Id = ObjectId.GenerateNewId(),
            Username = request.Username!,
            Platform = request.Platform!,
            Status = AppStatus.Pending,
            Content = request.Request!,
        };
        // A second one fails on the unique index, which is answered with 409.
        await apps.AddAsync(app, cancellationToken);
        return TypedResults.Ok(new AppRequested(app.Id.ToString()));
    }

    private static async Task<Results<Ok<Done>, ProblemHttpResult>> ChangeAsync(
        Username username, AppRequest request, AppRepository apps, CancellationToken cancellationToken)
    {
        var errors = request.Validate(needsUsername: false);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var app = (await apps.FindAsync(username.Value, cancellationToken)).FirstOrDefault(found => found.Platform == request.Platform);
        if (app is null)
        {
            return TypedResults.Problem("No such app was asked for.", statusCode: StatusCodes.Status404NotFound);
        }

        return await apps.ChangeAsync(app, AppStatus.AfterChange(app.Status), request.Request!, cancellationToken)
            ? TypedResults.Ok(new Done())
            : TypedResults.Problem("The app is in another state by now: read it again.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<ImageLink>, ProblemHttpResult>> UploadImageAsync(
        IFormFile? image, ClaimsPrincipal caller, ImageStore images, CancellationToken cancellationToken)
    {
        var (link, problem) = await images.AddAsync(image, "image", caller.Identity!.Name!, cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(link);
    }
}
