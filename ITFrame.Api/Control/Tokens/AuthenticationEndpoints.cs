using System.Globalization;
using System.Security.Claims;
using ITFrame.Api.Access;
using ITFrame.Api.Control.Users;
using ITFrame.Api.Idempotency;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Control.Tokens;

internal static class AuthenticationEndpoints
{
    public static void MapAuthentication(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/authenticate", AuthenticateAsync)
            .WithTags("Control")
            .WithName("Authenticate")
            .WithUnstoredResponse()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesBodyProblems();

    public static void MapTokens(this RouteGroupBuilder control)
    {
        control.MapPost("/keep-alive", KeepAlive).WithName("KeepAlive").WithUnstoredResponse().ProducesProblem(StatusCodes.Status403Forbidden);
        control.MapPost("/log-out", LogOutAsync).WithName("LogOut");
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> AuthenticateAsync(
        AuthenticateRequest request, HttpContext context, AuthenticationLimiter limiter, ControlUserRepository users, UserPasswords passwords, UserTokens tokens, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (limiter.Try(request.Email!, context.Connection.RemoteIpAddress?.ToString() ?? "") is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem("Too many tries: wait a little.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        var user = await users.FindAsync(request.Email!, cancellationToken);
        if (!passwords.IsRight(user, request.Password!))
        {
            return TypedResults.Problem("Wrong login", statusCode: StatusCodes.Status401Unauthorized);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TokenResponse(tokens.Create(user!.Email, Guid.NewGuid().ToString("N"))));
    }

    /// <summary>Another token of the same session.</summary>
    private static Results<Ok<TokenResponse>, ProblemHttpResult> KeepAlive(ClaimsPrincipal caller, UserTokens tokens, HttpResponse response)
    {
        if (!caller.IsInRole(AccessRoles.User))
        {
            return TypedResults.Problem("A service has no session.", statusCode: StatusCodes.Status403Forbidden);
        }

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TokenResponse(tokens.Create(caller.Identity!.Name!, UserTokens.SessionOf(caller))));
    }

    private static async Task<Ok<Done>> LogOutAsync(ClaimsPrincipal caller, RevokedSessionRepository revoked, TimeProvider time, CancellationToken cancellationToken)
    {
        if (caller.IsInRole(AccessRoles.User))
        {
            await revoked.AddAsync(UserTokens.SessionOf(caller), time.GetUtcNow().UtcDateTime + UserTokens.Lifetime, cancellationToken);
        }

        return TypedResults.Ok(new Done());
    }
}
