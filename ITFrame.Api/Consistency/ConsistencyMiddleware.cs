using ITFrame.Api.Data;
using ITFrame.Api.Errors;

namespace ITFrame.Api.Consistency;

/// <summary>
/// Lets clients read their own writes in any region: a write answers with <c>ITFrame-Consistency</c>, and a request that carries the
/// header reads from a member that has got so far, or waits until it has. Such a read answers with the header too, so that who carries on the
/// latest never goes back behind what it has read, whichever member answers next.
/// </summary>
internal sealed class ConsistencyMiddleware(RequestDelegate next, ConsistencyTokens tokens)
{
    public const string Header = "ITFrame-Consistency";

    public Task InvokeAsync(HttpContext context, HubSession session)
    {
        if (context.Request.Headers[Header] is { Count: > 0 } header)
        {
            if (!tokens.TryRead(header.ToString(), out var token))
            {
                return context.WriteProblemAsync(StatusCodes.Status400BadRequest, $"The header {Header} is not one that the hub has given out.");
            }

            session.ReadAfter(token);
        }

        context.Response.OnStarting(() =>
        {
            // A read without the header has no session, and so no position.
            if (context.Response.StatusCode < StatusCodes.Status400BadRequest && session.Position is { } position)
            {
                context.Response.Headers[Header] = tokens.Write(position);
            }

            return Task.CompletedTask;
        });

        return next(context);
    }
}
