using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace ITFrame.Api.Errors;

internal static class ErrorExtensions
{
    /// <summary>An election is a matter of seconds, so a client may ask again soon.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static void AddErrors(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ApiExceptionHandler>();
        // So that a body or parameter that cannot be read comes by the handler too, and says what was wrong with it.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>Inside the request's time limit: the wait is a part of the request.</summary>
    public static void UseWriteLimit(this WebApplication app) => app.UseMiddleware<WriteLimitMiddleware>();

    /// <summary>Inside the request's time limit, whose end it must tell from its own.</summary>
    public static void UseWriteDeadline(this WebApplication app) => app.UseMiddleware<WriteDeadlineMiddleware>();

    public static Task WriteUnavailableAsync(this HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return context.WriteProblemAsync(StatusCodes.Status503ServiceUnavailable, detail);
    }

    public static async Task WriteProblemAsync(this HttpContext context, int status, string? detail)
    {
        context.Response.StatusCode = status;
        var problems = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        // False when the client accepts no JSON: the status alone then has to do.
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = status, Detail = detail },
        });
    }
}
