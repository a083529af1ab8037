using System.Net.Mime;
using System.Text;
using ITFrame.Api.Access;
using ITFrame.Api.Data;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Acme;

/// <summary>
/// Answers to ACME's HTTP-01 challenges (RFC 8555, section 8.3). They are in the database, so that either region answers for both:
/// a name has the addresses of both gateways, and which of them an authority asks is its own choice.
/// </summary>
internal static class AcmeEndpoints
{
    public static void AddAcme(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ChallengeRepository>();
        builder.Services.AddSingleton<IDatabaseStep, ChallengeIndexes>();
    }

    public static void MapAcme(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/.well-known/acme-challenge/{token}", GetAsync)
            .WithTags("ACME")
            .WithName("GetChallenge")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Application.Octet)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var challenges = endpoints.MapGroup("/internal/acme/challenges")
            .WithTags("ACME")
            .RequireAuthorization(AccessPolicies.Acme)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        challenges.MapPut("/{token}", SaveAsync).WithName("SaveChallenge").ProducesBodyProblems();
        challenges.MapDelete("/{token}", DeleteAsync).WithName("DeleteChallenge");
    }

    /// <summary>What is no token is asked for by strangers all day, and is not there either: 404, and the database is left alone.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(
        string token, HttpResponse response, ChallengeRepository challenges, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return AcmeToken.TryParse(token, null, out var known) && await challenges.FindAsync(known, cancellationToken) is { } authorization
            ? TypedResults.Bytes(Encoding.ASCII.GetBytes(authorization), MediaTypeNames.Application.Octet)
            : TypedResults.Problem("There is no such challenge.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(
        AcmeToken token, ChallengeRequest request, ChallengeRepository challenges, CancellationToken cancellationToken)
    {
        var errors = request.Validate(token);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await challenges.SaveAsync(token, request.KeyAuthorization!, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(AcmeToken token, ChallengeRepository challenges, CancellationToken cancellationToken)
    {
        await challenges.DeleteAsync(token, cancellationToken);
        return TypedResults.NoContent();
    }
}
