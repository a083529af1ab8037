using System.Globalization;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Cast.Statistics;

/// <summary>What a station's sessions come to.</summary>
internal static class StatisticsEndpoints
{
    public static void MapCalculatedStatistics(this RouteGroupBuilder statistics)
    {
        statistics.MapGet("/get-calculated-info/{since}/{resolution}", GetSinceAsync).WithName("GetCalculatedInfo");
        statistics.MapGet("/get-calculated-info-for-period/{start}/{end}/{resolution}", GetForPeriodAsync).WithName("GetCalculatedInfoForPeriod");
        statistics.MapPost("/store-calculated-info", StoreAsync).WithName("StoreCalculatedInfo").ProducesBodyProblems();
    }

    private static Task<Ok<IReadOnlyList<CalculatedInfo>>> GetSinceAsync(
        Username user, Moment since, Resolution resolution, Moment? after, HttpResponse response, StatisticsCalculator calculator, CancellationToken cancellationToken)
        => AnswerAsync(user, after?.Time ?? since.Time, DateTime.MaxValue, resolution, response, calculator, cancellationToken);

    private static Task<Ok<IReadOnlyList<CalculatedInfo>>> GetForPeriodAsync(
        Username user, Moment start, Moment end, Resolution resolution, Moment? after, HttpResponse response, StatisticsCalculator calculator, CancellationToken cancellationToken)
        => AnswerAsync(user, after?.Time ?? start.Time, end.Time, resolution, response, calculator, cancellationToken);

    /// <summary>Stations of today calculate their own and send them. They are calculated here, so there is nothing to store.</summary>
    private static Results<NoContent, ProblemHttpResult> StoreAsync(StoreCalculatedInfoRequest request)
    {
        var errors = request.Validate();
        return errors.Any ? errors.ToProblem() : TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<CalculatedInfo>>> AnswerAsync(
        Username user, DateTime start, DateTime end, Resolution resolution, HttpResponse response, StatisticsCalculator calculator, CancellationToken cancellationToken)
    {
        // There were no sessions before, and bucket numbers are counted from there.
        var from = start < DateTime.UnixEpoch ? DateTime.UnixEpoch : start;
        var (buckets, next) = await calculator.CalculateAsync(user.Value, resolution, from, end, cancellationToken);
        if (next is { } after)
        {
            var milliseconds = new DateTimeOffset(after).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            response.Headers[HeaderNames.Link] = $"""<?after={milliseconds}>; rel="next" """.TrimEnd();
        }

        return TypedResults.Ok(buckets);
    }
}
