using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Files;

/// <summary>What all uploads have in common.</summary>
internal static class Upload
{
    /// <summary>What a form with a file in it may be larger than the file.</summary>
    private const long FormOverhead = 64 * 1024;

    /// <summary>Checks an uploaded file's size and first bytes.</summary>
    /// <returns>The file's media type, or why it is refused.</returns>
    public static async Task<(string? ContentType, ProblemHttpResult? Problem)> CheckAsync(
        IFormFile? file, string field, long maxBytes, Func<byte[], string?> kindOf, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (file is null or { Length: 0 })
        {
            errors.Add(field, "must be a file.");
            return (null, errors.ToProblem());
        }

        if (file.Length > maxBytes)
        {
            return (null, TypedResults.Problem($"The file must not be larger than {maxBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        var head = new byte[FileKind.HeadSize];
        await using var content = file.OpenReadStream();
        await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (kindOf(head) is { } type)
        {
            return (type, null);
        }

        errors.Add(field, "is not of a kind that can be uploaded.");
        return (null, errors.ToProblem());
    }

    /// <summary>An operation that takes a form with a file.</summary>
    public static RouteHandlerBuilder TakesUpload(this RouteHandlerBuilder builder, long maxBytes)
        => builder
            // Bearer tokens are never sent by a browser of its own accord, so there is nothing to forge.
            .DisableAntiforgery()
            .WithMetadata(new UploadLimit(maxBytes + FormOverhead))
            .WithFormOptions(multipartBodyLengthLimit: maxBytes + FormOverhead, valueLengthLimit: 16 * 1024)
            .ProducesBodyProblems();

    private sealed record UploadLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
