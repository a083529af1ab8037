using ITFrame.Api.Access;
using ITFrame.Api.Dj.Clocks;
using ITFrame.Api.Dj.Intervals;
using ITFrame.Api.Dj.Queue;
using ITFrame.Api.Files;
using ITFrame.Api.Paging;
using ITFrame.Api.Tunes;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;
using MongoDB.Bson;

namespace ITFrame.Api.Dj;

/// <summary>What a station's auto-DJ calls, with its key in the path.</summary>
internal static class DjEndpoints
{
    public static void MapDj(this IEndpointRouteBuilder endpoints)
    {
        var dj = endpoints.MapGroup("/dj/{user}/{key}")
            .WithTags("DJ")
            .RequireAuthorization(AccessPolicies.Dj)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        dj.MapGet("/all-clocks", GetClocksAsync).WithName("DjGetClocks");
        dj.MapGet("/clock/{id}", GetClockAsync).WithName("DjGetClock");
        dj.MapGet("/all-intervals", GetIntervalsAsync).WithName("DjGetIntervals");
        dj.MapGet("/interval/{id}", GetIntervalAsync).WithName("DjGetInterval");
        dj.MapGet("/song/{id}", GetSongAsync).WithName("DjGetSong");
        dj.MapGet("/songs-with-tag/{tag}", GetSongsWithTagAsync).WithName("DjGetSongsWithTag");
        dj.MapGet("/all-songs", GetSongsAsync).WithName("DjGetSongs");
        dj.MapGet("/song-file/{id}", GetSongFileAsync)
            .WithName("DjGetSongFile")
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Produces<byte[]>(StatusCodes.Status200OK, "audio/mpeg", "audio/aac", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4");
        dj.MapPut("/queue", PutQueueAsync).WithName("DjPutQueue").ProducesBodyProblems();
        dj.MapGet("/skips", GetSkipsAsync).WithName("DjGetSkips");
    }

    private static async Task<Ok<IEnumerable<Clock>>> GetClocksAsync(Username user, ClockRepository clocks, CancellationToken cancellationToken)
        => TypedResults.Ok((await clocks.FindAsync(user.Value, cancellationToken)).Select(Clock.From));

    private static async Task<Results<Ok<Clock>, ProblemHttpResult>> GetClockAsync(Username user, string id, ClockRepository clocks, CancellationToken cancellationToken)
        => ObjectId.TryParse(id, out var clock) && await clocks.FindAsync(user.Value, clock, cancellationToken) is { } found
            ? TypedResults.Ok(Clock.From(found))
            : Missing("clock");

    private static async Task<Ok<IReadOnlyList<Interval>>> GetIntervalsAsync(
        Username user, IntervalRepository intervals, IntervalReader reader, CancellationToken cancellationToken)
        => TypedResults.Ok(await reader.ReadAsync(user.Value, await intervals.FindAsync(user.Value, cancellationToken), isForDj: true, cancellationToken));

    private static async Task<Results<Ok<Interval>, ProblemHttpResult>> GetIntervalAsync(
        Username user, string id, IntervalRepository intervals, IntervalReader reader, CancellationToken cancellationToken)
        => ObjectId.TryParse(id, out var interval) && await intervals.FindAsync(user.Value, interval, cancellationToken) is { } found
            ? TypedResults.Ok((await reader.ReadAsync(user.Value, [found], isForDj: true, cancellationToken))[0])
            : Missing("interval");

    private static async Task<Results<Ok<Tune>, ProblemHttpResult>> GetSongAsync(
        Username user, string id, TuneRepository tunes, TuneReader reader, CancellationToken cancellationToken)
        => ObjectId.TryParse(id, out var song) && await tunes.FindAsync(user.Value, song, cancellationToken) is { } found
            ? TypedResults.Ok((await reader.ReadAsync(user.Value, [found], isForDj: true, cancellationToken))[0])
            : Missing("song");

    private static async Task<Results<Ok<IReadOnlyList<Tune>>, ProblemHttpResult>> GetSongsWithTagAsync(
        Username user, string tag, TuneRepository tunes, TuneReader reader, CancellationToken cancellationToken)
        => ObjectId.TryParse(tag, out var id)
            ? TypedResults.Ok(await reader.ReadAsync(
                user.Value, await tunes.FindByTagAsync(user.Value, id, PageLimit.Max, cancellationToken), isForDj: true, cancellationToken))
            : Missing("tag");

    private static async Task<Results<Ok<IReadOnlyList<Tune>>, ProblemHttpResult>> GetSongsAsync(
        Username user, int? limit, string? after, TuneRepository tunes, TuneReader reader, HttpResponse response, CancellationToken cancellationToken)
    {
        if (PageLimit.Check(limit) is { } problem)
        {
            return problem;
        }

        ObjectId? start = null;
        if (after is not null)
        {
            if (!ObjectId.TryParse(after, out var id))
            {
                return TypedResults.Problem("'after' cannot be read.", statusCode: StatusCodes.Status400BadRequest);
            }

            start = id;
        }

        var count = limit ?? PageLimit.Max;
        var page = await tunes.FindAllAsync(user.Value, start, count, cancellationToken);
        if (page.Count == count)
        {
            response.Headers[HeaderNames.Link] = $"""<?limit={count}&after={page[^1].Id}>; rel="next" """.TrimEnd();
        }

        return TypedResults.Ok(await reader.ReadAsync(user.Value, page, isForDj: true, cancellationToken));
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetSongFileAsync(
        Username user, string id, TuneRepository tunes, FileStore files, CancellationToken cancellationToken)
        => ObjectId.TryParse(id, out var song)
            && await tunes.FindAsync(user.Value, song, cancellationToken) is { FileId: { } fileId }
            && await files.FindAsync(FileStore.Tunes, fileId, cancellationToken) is { } file
            ? TypedResults.Stream(file.Content, file.ContentType, lastModified: file.UploadedAt, enableRangeProcessing: true)
            : Missing("song");

    private static async Task<Results<NoContent, ProblemHttpResult>> PutQueueAsync(
        Username user, QueueRequest request, DjStateRepository states, CancellationToken cancellationToken)
    {
        var errors = request.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await states.SetQueueAsync(user.Value, [.. request.Songs!.Select(song => ObjectId.Parse(song))], cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SkipCount>> GetSkipsAsync(Username user, DjStateRepository states, CancellationToken cancellationToken)
        => TypedResults.Ok(new SkipCount((await states.FindAsync(user.Value, cancellationToken))?.Skips ?? 0));

    private static ProblemHttpResult Missing(string what) => TypedResults.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);
}
