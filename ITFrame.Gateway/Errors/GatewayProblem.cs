using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace ITFrame.Gateway.Errors;

/// <summary>Problem details, whatever the client says that it accepts: an error without a body helps nobody.</summary>
internal static class GatewayProblem
{
    /// <summary>When to try again. A dead replica is out of the rotation within that time.</summary>
    private const string RetryAfterSeconds = "1";

    public static Task WriteAsync(HttpContext context, int status, string? detail = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (status >= StatusCodes.Status502BadGateway)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var problem = new ProblemDetails
        {
            Type = "about:blank",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
        };
        problem.Extensions["traceId"] = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return response.WriteAsJsonAsync(problem, options: null, MediaTypeNames.Application.ProblemJson, context.RequestAborted);
    }
}
