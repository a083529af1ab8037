using ITFrame.Api.Player;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using MongoDB.Bson;

namespace ITFrame.Api.Files;

internal static class FileEndpoints
{
    public static void AddFiles(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FileStore>();
        builder.Services.AddSingleton<ImageStore>();
    }

    public static void MapFiles(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/images/{id}", GetImageAsync)
            .WithTags("Files")
            .WithName("GetImage")
            .RequireCors(PlayerExtensions.CorsPolicy)
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/gif")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetImageAsync(
        string id, FileStore files, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!ObjectId.TryParse(id, out var file) || await files.FindAsync(FileStore.Images, file, cancellationToken) is not { } found)
        {
            return TypedResults.Problem("There is no such picture.", statusCode: StatusCodes.Status404NotFound);
        }

        // Another picture gets another address.
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(found.Content, found.ContentType, lastModified: found.UploadedAt, enableRangeProcessing: true);
    }
}
