using System.Net.Mime;
using System.Text;
using ITFrame.Api.Paging;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Cast.Songs;

internal static class SongEndpoints
{
    public static void MapSongs(this RouteGroupBuilder statistics)
    {
        statistics.MapPost("/store-song", StoreAsync).WithName("StoreSong").ProducesBodyProblems();
        statistics.MapGet("/get-songs-for-period/{start}/{end}", GetForPeriodAsync).WithName("GetSongsForPeriod");
        statistics.MapGet("/get-songs-for-period-csv/{start}/{end}", GetCsvForPeriodAsync)
            .WithName("GetSongsForPeriodCsv")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Csv);
    }

    /// <summary>The now-playing list is read from the same songs, so there is no second write that could be missing.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> StoreAsync(
        Username user, StoreSongRequest song, SongStore songs, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = song.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await songs.AddAsync(song.ToDocument(user.Value, time.GetUtcNow()), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IEnumerable<SongResponse>>, ProblemHttpResult>> GetForPeriodAsync(
        Username user, Moment start, Moment end, int? limit, PageCursor? before, HttpResponse response, ISongRepository songs, CancellationToken cancellationToken)
    {
        if (PageLimit.Check(limit) is { } problem)
        {
            return problem;
        }

        var page = await FindAsync(user, start, end, limit, before, response, songs, cancellationToken);
        return TypedResults.Ok(page.Select(SongResponse.From));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCsvForPeriodAsync(
        Username user, Moment start, Moment end, int? limit, PageCursor? before, HttpResponse response, ISongRepository songs, CancellationToken cancellationToken)
    {
        if (PageLimit.Check(limit) is { } problem)
        {
            return problem;
        }

        var page = await FindAsync(user, start, end, limit, before, response, songs, cancellationToken);
        return TypedResults.File(Encoding.UTF8.GetBytes(SongCsv.Write(page)), MediaTypeNames.Text.Csv + "; charset=utf-8", "report.csv");
    }

    private static async Task<IReadOnlyList<SongDocument>> FindAsync(
        Username user, Moment start, Moment end, int? limit, PageCursor? before, HttpResponse response, ISongRepository songs, CancellationToken cancellationToken)
    {
        var count = limit ?? PageLimit.Max;
        var page = await songs.FindAsync(user.Value, start.Time, end.Time, before, count, cancellationToken);
        if (page.Count == count)
        {
            response.SetNext(count, new PageCursor(page[^1].Time, page[^1].Id));
        }

        return page;
    }
}
