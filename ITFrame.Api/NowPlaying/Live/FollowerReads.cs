using ITFrame.Api.Consistency;
using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using MongoDB.Driver;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// What followers read for themselves, a few at a time: after a failover they come all at once, and everybody else's reads need connections too.
/// Each waits for its turn, and while no member answers.
/// </summary>
internal sealed class FollowerReads(SongFeed feed, SongStream stream, IServiceScopeFactory scopes, LiveMetrics metrics, TimeProvider time) : IDisposable
{
    /// <summary>Of the 100 connections to a member that the driver has.</summary>
    private const int AtOnce = 16;

    /// <summary>As many as could have come while the feed was on its way to what plays.</summary>
    public const int Known = 24;

    /// <summary>After so many the follower gets them before more are read.</summary>
    private const int EnoughSongs = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>What plays, read at or after the feed's place, so that nothing falls between the two.</summary>
    /// <param name="username">The station.</param>
    /// <param name="consistency">A time of the client's own to read at or after.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WhatPlays> ReadWhatPlaysAsync(string username, ConsistencyToken? consistency, CancellationToken cancellationToken)
        => InTurnAsync(
            async token =>
            {
                // A session of its own, as the follower's request may last for hours.
                await using var scope = scopes.CreateAsyncScope();
                var session = scope.ServiceProvider.GetRequiredService<HubSession>();
                var position = feed.Position;
                session.ReadAfter(position.Time);
                if (consistency is not null)
                {
                    session.ReadAfter(consistency);
                }

                var songs = await scope.ServiceProvider.GetRequiredService<NowPlayingList>().FindLatestAsync(username, Known, token);
                return new WhatPlays(songs, position, session.Position?.OperationTime);
            },
            cancellationToken);

    /// <summary>Goes on from a place that the feed does not reach, until it does or there is enough for once.</summary>
    /// <returns>Null where no member can go on from there.</returns>
    public Task<MissedSongs?> ReadMissedAsync(string username, StreamPosition after, CancellationToken cancellationToken)
        => InTurnAsync(
            async token =>
            {
                try
                {
                    var missed = await CatchUpAsync(username, after, token);
                    metrics.CaughtUp(missed is not null);
                    return missed;
                }
                catch (MongoCommandException exception) when (!exception.IsUnavailable())
                {
                    metrics.CaughtUp(found: false);
                    return null;
                }
            },
            cancellationToken);

    public void Dispose() => _turns.Dispose();

    private async Task<MissedSongs?> CatchUpAsync(string username, StreamPosition from, CancellationToken cancellationToken)
    {
        var songs = new List<SongEvent>();
        var after = from;
        using var cursor = await stream.OpenAsync(from, cancellationToken);
        while (songs.Count < EnoughSongs && await cursor.MoveNextAsync(cancellationToken))
        {
            songs.AddRange(stream.Songs(cursor.Current, username));
            after = StreamPosition.Of(cursor.GetResumeToken());
            if (feed.Reaches(after))
            {
                break;
            }
        }

        // Without a step forward the stream has been closed: what it is about is gone, as a collection that was dropped.
        return after > from ? new MissedSongs(songs, after) : null;
    }

    private async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _turns.WaitAsync(cancellationToken);
            try
            {
                return await read(cancellationToken);
            }
            catch (Exception exception) when (exception.IsUnavailable())
            {
            }
            finally
            {
                _turns.Release();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
