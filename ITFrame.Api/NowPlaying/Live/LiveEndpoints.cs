using System.Net.Mime;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace ITFrame.Api.NowPlaying.Live;

internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/nowplaying/{username}/events", FollowAsync)
            .WithTags("NowPlaying")
            .WithName("FollowNowPlaying")
            .RequireCors(PlayerExtensions.CorsPolicy)
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<ServerSentEventsResult<NowPlayingResponse?>, ProblemHttpResult>> FollowAsync(
        Username username, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, SongEvents events, IStationRepository stations,
        IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (await stations.FindLatestAsync(username.Value, cancellationToken) is null)
        {
            return TypedResults.Problem($"There is no station '{username}'.", statusCode: StatusCodes.Status404NotFound);
        }

        // A replica that stops lets its listeners go, who come back to another with their last event.
        return TypedResults.ServerSentEvents(UntilStopped(events, username.Value, lastEventId, lifetime.ApplicationStopping, cancellationToken));
    }

    private static async IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<NowPlayingResponse?>> UntilStopped(
        SongEvents events, string username, string? lastEventId, CancellationToken stopping,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await using var items = events.FollowAsync(username, lastEventId, either.Token).GetAsyncEnumerator(either.Token);
        while (await MoveNextAsync(items))
        {
            yield return items.Current;
        }
    }

    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
