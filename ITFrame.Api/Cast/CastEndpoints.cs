using ITFrame.Api.Access;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Cast;

/// <summary>What the stations' stream servers call.</summary>
internal static class CastEndpoints
{
    /// <summary>The most songs in one answer, and how many there are unless the client asks for fewer.</summary>
    public const int MaxSongs = 5000;

    public static void MapCast(this IEndpointRouteBuilder endpoints)
    {
        var statistics = endpoints.MapGroup("/cast/statistics/{user}/{key}")
            .WithTags("Cast")
            .RequireAuthorization(AccessPolicies.Station)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        statistics.MapPost("/store-song", StoreSongAsync)
            .WithName("StoreSong")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        statistics.MapGet("/get-songs-for-period/{start}/{end}", GetSongsForPeriodAsync)
            .WithName("GetSongsForPeriod");
    }

    /// <summary>One insert: the now-playing list is read from the same songs, so there is no second write that could be missing.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> StoreSongAsync(
        Username user, StoreSongRequest song, ISongRepository songs, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = song.Validate();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        await songs.AddAsync(song.ToDocument(user.Value, time.GetUtcNow()), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IEnumerable<SongResponse>>, ProblemHttpResult>> GetSongsForPeriodAsync(
        Username user, Moment start, Moment end, int? limit, SongCursor? before, HttpResponse response, ISongRepository songs, CancellationToken cancellationToken)
    {
        var count = limit ?? MaxSongs;
        if (count is < 1 or > MaxSongs)
        {
            return TypedResults.Problem($"limit must lie between 1 and {MaxSongs}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var page = await songs.FindAsync(user.Value, start.Time, end.Time, before, count, cancellationToken);
        if (page.Count == count)
        {
            // Relative (RFC 8288 resolves it against the request): the station's key stays out of the response.
            response.Headers[HeaderNames.Link] = $"""<?limit={count}&before={SongCursor.After(page[^1])}>; rel="next" """.TrimEnd();
        }

        return TypedResults.Ok(page.Select(SongResponse.From));
    }
}
