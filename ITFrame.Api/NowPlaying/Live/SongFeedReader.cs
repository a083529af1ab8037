using ITFrame.Api.Errors;
using MongoDB.Driver;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// Reads the one change stream that all of this replica's followers share, while there are any and for some time after: a replica that nobody
/// follows costs the members nothing. Followers do not notice when the stream breaks and goes on at another member.
/// </summary>
internal sealed class SongFeedReader(SongStream stream, SongFeed feed, TimeProvider time, ILogger<SongFeedReader> logger) : BackgroundService
{
    /// <summary>How long the stream goes on for nobody, as players come back.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private StreamPosition? _position;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await feed.Wanted.WaitAsync(stoppingToken);
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception.IsUnavailable())
            {
                logger.LogInformation("The stream of songs has broken ({Failure}); going on as soon as a member answers.", exception.GetType().Name);
            }
            catch (MongoException exception)
            {
                // Followers fall back on streams of their own, which find out the same or know better.
                logger.LogError(exception, "The stream of songs cannot go on from where it was, and begins anew.");
                _position = null;
            }

            if (feed.TryClose(TimeSpan.Zero))
            {
                _position = null;
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var cursor = await stream.OpenAsync(_position, cancellationToken);
        var isNew = _position is null;
        if (isNew && cursor.GetResumeToken() is { } start)
        {
            feed.Open(StreamPosition.Of(start));
            isNew = false;
        }

        while (await cursor.MoveNextAsync(cancellationToken))
        {
            if (feed.TryClose(Linger))
            {
                _position = null;
                return;
            }

            // Materialized, and so serialized, before the feed is locked.
            var songs = stream.Songs(cursor.Current).ToList();
            var position = StreamPosition.Of(cursor.GetResumeToken());
            if (isNew)
            {
                // The driver has no token before the first batch where that was not empty; nobody could follow from before it.
                feed.Open(position);
                isNew = false;
            }
            else
            {
                feed.Publish(songs, position);
            }

            _position = position;
        }
    }
}
