using ITFrame.Api.Paging;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Cast.Statuses;

internal static class StatusEndpoints
{
    public static void MapStatuses(this RouteGroupBuilder statistics)
    {
        statistics.MapPost("/store-status", StoreAsync).WithName("StoreStatus").ProducesBodyProblems();
        statistics.MapGet("/get-statuses-for-period/{start}/{end}", GetForPeriodAsync).WithName("GetStatusesForPeriod");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> StoreAsync(
        Username user, StoreStatusRequest status, StatusRepository statuses, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = status.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await statuses.AddAsync(status.ToDocument(user.Value, time.GetUtcNow().UtcDateTime), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IEnumerable<StatusResponse>>, ProblemHttpResult>> GetForPeriodAsync(
        Username user, Moment start, Moment end, int? limit, PageCursor? before, HttpResponse response, StatusRepository statuses, CancellationToken cancellationToken)
    {
        if (PageLimit.Check(limit) is { } problem)
        {
            return problem;
        }

        var count = limit ?? PageLimit.Max;
        var page = await statuses.FindAsync(user.Value, start.Time, end.Time, before, count, cancellationToken);
        if (page.Count == count)
        {
            response.SetNext(count, new PageCursor(page[^1].Time, page[^1].Id));
        }

        return TypedResults.Ok(page.Select(StatusResponse.From));
    }
}
