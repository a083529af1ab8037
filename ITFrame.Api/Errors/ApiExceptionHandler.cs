using System.Text.Json;
using System.Text.RegularExpressions;
using ITFrame.Api.Consistency;
using ITFrame.Api.Http;
using Microsoft.AspNetCore.Diagnostics;
using MongoDB.Driver;

namespace ITFrame.Api.Errors;

/// <summary>Turns what endpoints throw into problem details (RFC 9457). Nothing of an exception's inside reaches a client.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                await httpContext.WriteProblemAsync(bad.StatusCode, Explain(bad));
                return true;

            // The gateway asks the other region, and sends this one others' requests all the same: there is no word of being left alone.
            case MongoExecutionTimeoutException when HttpMethods.IsGet(httpContext.Request.Method) && httpContext.Request.Headers.ContainsKey(ConsistencyMiddleware.Header):
                await httpContext.WriteProblemAsync(StatusCodes.Status503ServiceUnavailable, $"No member that can be reached has got as far as {ConsistencyMiddleware.Header} says.");
                return true;

            case var _ when exception.IsUnavailable():
                // The type is enough to tell an election from a lost line; the message would repeat the whole cluster's state.
                logger.LogWarning("The database is not available: {Failure}.", exception.GetType().Name);
                await httpContext.WriteUnavailableAsync("The database has no primary or cannot be reached at the moment.");
                return true;

            case var _ when exception.IsDuplicateKey():
                await httpContext.WriteProblemAsync(StatusCodes.Status409Conflict, "Another request has made the same entry.");
                return true;

            default:
                logger.LogError(exception, "A request failed in a way that nobody expected.");
                await httpContext.WriteProblemAsync(StatusCodes.Status500InternalServerError, detail: null);
                return true;
        }
    }

    private static string Explain(BadHttpRequestException bad) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => $"The body must not be larger than {HttpExtensions.MaxBodyBytes} bytes.",
        { InnerException: JsonException { Path: { Length: > 0 } path } } => $"The body is not the JSON that this operation reads, at {path}.",
        { InnerException: JsonException } => "The body is not the JSON that this operation reads.",
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => "The body must be application/json in UTF-8.",
        // The framework's own message names types of this program, which mean nothing to a client.
        _ when ParameterName().Match(bad.Message) is { Success: true } match => $"'{match.Groups["name"].Value}' is missing or cannot be read.",
        _ => "The request cannot be read.",
    };

    // As in: Failed to bind parameter "Username username" from "…", or: … parameter "settings" but no body was provided.
    [GeneratedRegex("""
        parameter "(\S+ )?(?<name>\w+)"
        """)]
    private static partial Regex ParameterName();
}
