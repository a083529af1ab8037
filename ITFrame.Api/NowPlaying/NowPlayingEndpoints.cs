using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.NowPlaying;

/// <summary>What a station plays, for web players and apps.</summary>
internal static class NowPlayingEndpoints
{
    /// <summary>How many songs players show.</summary>
    private const int Count = 10;

    public static void AddNowPlaying(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SongMapper>();
        builder.Services.AddScoped<NowPlayingList>();
    }

    public static void MapNowPlaying(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/nowplaying/{username}", GetNowPlayingAsync)
            .WithTags("NowPlaying")
            .WithName("GetNowPlaying")
            .RequireCors(PlayerExtensions.CorsPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<IReadOnlyList<NowPlayingResponse>>, ProblemHttpResult>> GetNowPlayingAsync(
        Username username, NowPlayingList list, IStationRepository stations, CancellationToken cancellationToken)
    {
        var songs = await list.GetLatestAsync(username.Value, Count, cancellationToken);
        // Whoever plays something is a station, so only silence needs the second question.
        return songs.Count > 0 || await stations.FindAsync(username.Value, cancellationToken) is not null
            ? TypedResults.Ok(songs)
            : TypedResults.Problem($"There is no station '{username}'.", statusCode: StatusCodes.Status404NotFound);
    }
}
