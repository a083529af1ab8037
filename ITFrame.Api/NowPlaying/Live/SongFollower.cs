using System.Runtime.CompilerServices;
using ITFrame.Api.Consistency;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// What one follower is sent. It begins where the client has been before, or else with what plays, and is the station's songs from there on, each
/// once and in order. An event's identifier is given out only where all that it stands for has been sent.
/// </summary>
internal sealed class SongFollower(FollowerReads reads, SongFrames frames, LiveMetrics metrics, TimeProvider time)
{
    /// <summary>More often than proxies give up on connections that say nothing: the gateway does after 15 s.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    /// <summary>How often the feed is looked at for whether it has got to where what plays was read.</summary>
    private static readonly TimeSpan SettleInterval = TimeSpan.FromSeconds(1);

    /// <param name="station">The station.</param>
    /// <param name="after">Where the client has been before; null where it is new.</param>
    /// <param name="consistency">A time of the client's own that what plays is read at or after.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(
        FeedSubscription station, StreamPosition? after, ConsistencyToken? consistency, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An answer that does not begin would be taken for one that does not come.
        yield return frames.Welcome();
        var isKnown = false;
        var isQuiet = false;
        Overlap? overlap = null;
        while (true)
        {
            if (after is not { } place)
            {
                var reading = reads.ReadWhatPlaysAsync(station.Username, consistency, cancellationToken);
                while (!await IsDoneAsync(reading, PingInterval, cancellationToken))
                {
                    yield return SongFrames.Ping(null);
                }

                var plays = await reading;
                (place, isKnown, overlap) = (plays.Position, true, new Overlap(plays));
                after = place;
                if (plays.Songs.Count > 0)
                {
                    // Without an identifier: the feed may still be before it.
                    yield return frames.Song(plays.Songs[0], null);
                    metrics.Sent();
                }
            }

            if (station.Read(place, isKnown) is not { } news)
            {
                var reading = reads.ReadMissedAsync(station.Username, place, cancellationToken);
                while (!await IsDoneAsync(reading, PingInterval, cancellationToken))
                {
                    yield return SongFrames.Ping(null);
                }

                if (await reading is not { } missed)
                {
                    yield return SongFrames.Gap();
                    after = null;
                    continue;
                }

                (after, isKnown) = (missed.Position, true);
                news = new FeedNews(missed.Songs, missed.Position, Task.CompletedTask);
            }

            foreach (var song in news.Songs)
            {
                if (overlap?.Has(song) != true)
                {
                    // All that was read at first is from before the first song that was not among it.
                    (overlap, isQuiet) = (null, false);
                    yield return song.Frame;
                    metrics.Sent();
                }
            }

            after = news.Position;
            if (overlap is not null && overlap.IsOver(news.Position))
            {
                (overlap, isQuiet) = (null, true);
            }

            if (isQuiet)
            {
                yield return SongFrames.Ping(overlap is null ? news.Position : null);
            }

            isQuiet = !await IsDoneAsync(news.More, overlap is null ? PingInterval : SettleInterval, cancellationToken);
        }
    }

    /// <summary>Whether the work ends within the time; how it ends is for who awaits it.</summary>
    private async ValueTask<bool> IsDoneAsync(Task work, TimeSpan within, CancellationToken cancellationToken)
    {
        await work.WaitAsync(within, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return work.IsCompleted;
    }
}
