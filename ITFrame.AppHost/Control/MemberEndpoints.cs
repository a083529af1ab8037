using ITFrame.AppHost.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ITFrame.AppHost.Control;

internal static class MemberEndpoints
{
    private const long MaximumSkewMilliseconds = 86_400_000;

    public static void MapMembers(this IEndpointRouteBuilder endpoints, MemberFaults faults)
        => endpoints.MapPut("/members/{name}/faults", async Task<Results<NoContent, ProblemHttpResult>> (string name, FaultRequest request, CancellationToken aborted) =>
        {
            if (faults.Find(name) is not { } member)
            {
                return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no member '{name}'.");
            }

            if (request.ClockSkewMilliseconds is < -MaximumSkewMilliseconds or > MaximumSkewMilliseconds)
            {
                return TypedResults.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, detail: "clockSkewMilliseconds must be within a day.");
            }

            return await faults.SetAsync(member, request.DiskQuotaBytes, request.ClockSkewMilliseconds, aborted) is { } refusal
                ? TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: refusal)
                : TypedResults.NoContent();
        });

    /// <summary>Faults to order; what is absent stays as it is.</summary>
    /// <param name="DiskQuotaBytes">What may still be added to the member's data; negative for no limit.</param>
    /// <param name="ClockSkewMilliseconds">How far its clock is ahead.</param>
    internal sealed record FaultRequest(long? DiskQuotaBytes, long? ClockSkewMilliseconds);
}
