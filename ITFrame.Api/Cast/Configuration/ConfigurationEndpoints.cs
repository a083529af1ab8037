using ITFrame.Api.Access;
using ITFrame.Api.Idempotency;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>How a station's Cast learns what it is to do.</summary>
internal static class ConfigurationEndpoints
{
    public static void MapConfiguration(this IEndpointRouteBuilder endpoints)
    {
        var cast = endpoints.MapGroup("/cast").WithTags("Cast").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        cast.MapPost("/config", GetAsync)
            .WithName("GetCastConfig")
            .WithUnstoredResponse()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesBodyProblems();
        cast.MapGet("/is-valid-domain/{domain}", IsValidDomainAsync)
            .WithName("IsValidDomain")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CastConfiguration>, ProblemHttpResult>> GetAsync(
        CastConfigurationRequest request, ServiceTokens services, IStationRepository stations, SecretBox box, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!services.IsValid(ServiceTokens.Cast, request.Token))
        {
            return TypedResults.Problem("The token is not Cast's.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (await stations.FindLatestAsync(request.Username!, cancellationToken) is not { } station)
        {
            return TypedResults.Problem($"There is no station '{request.Username}'.", statusCode: StatusCodes.Status404NotFound);
        }

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(CastConfiguration.ForCast(station, box));
    }

    /// <summary>Whether a certificate may be asked for: a domain is valid when a station listens there.</summary>
    private static async Task<Results<Ok, ProblemHttpResult>> IsValidDomainAsync(string domain, IStationRepository stations, CancellationToken cancellationToken)
        => await stations.HasDomainAsync(domain, cancellationToken)
            ? TypedResults.Ok()
            : TypedResults.Problem("No station has this domain.", statusCode: StatusCodes.Status404NotFound);
}
