using System.Net.Mime;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using ITFrame.Api.Player;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>A station's songs as they come, as server-sent events.</summary>
internal static class LiveEndpoints
{
    /// <summary>How long a client waits for a replica that has only just started.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Random.Shared);
        builder.Services.AddSingleton<LiveMetrics>();
        builder.Services.AddSingleton<SongFrames>();
        builder.Services.AddSingleton<SongStream>();
        builder.Services.AddSingleton<SongFeed>();
        builder.Services.AddSingleton<FollowerReads>();
        builder.Services.AddSingleton<SongFollower>();
        builder.Services.AddSingleton<EventStreamWriter>();
        builder.Services.AddHostedService<SongFeedReader>();
    }

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

    private static async Task FollowAsync(
        Username username, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, HttpContext context, IStationRepository stations, HubSession session,
        SongFeed feed, SongFollower follower, EventStreamWriter writer, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        // A replica that stops lets its followers go, who come back to another with their last event.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await context.WriteUnavailableAsync("This replica stops.");
            return;
        }

        if (await stations.FindLatestAsync(username.Value, context.RequestAborted) is null)
        {
            await context.WriteProblemAsync(StatusCodes.Status404NotFound, $"There is no station '{username}'.");
            return;
        }

        using var station = feed.TryFollow(username.Value);
        if (station is null)
        {
            await context.WriteUnavailableAsync("This replica has as many followers as it takes.");
            return;
        }

        await feed.Opened.WaitAsync(StartPatience, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!feed.Opened.IsCompleted)
        {
            await context.WriteUnavailableAsync("This replica has not got to the stream of songs yet.");
            return;
        }

        try
        {
            await writer.WriteAsync(context, follower.FollowAsync(station, StreamPosition.Parse(lastEventId), session.Position, ended.Token));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Either end is an orderly one.
        }
    }
}
