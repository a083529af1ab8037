using ITFrame.AppHost.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static class CertificateEndpoints
{
    public static void MapCertificates(this IEndpointRouteBuilder endpoints, CertificateRotation rotation)
        => endpoints.MapPost("/certificates/rotate", async Task<Results<Ok<Rotated>, ProblemHttpResult>> (CancellationToken aborted) =>
        {
            var (replaced, refusal) = await rotation.RotateAsync(aborted);
            return refusal is null
                ? TypedResults.Ok(new Rotated(replaced))
                : TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: refusal);
        });

    /// <param name="Certificates">How many were replaced.</param>
    internal sealed record Rotated(int Certificates);
}
