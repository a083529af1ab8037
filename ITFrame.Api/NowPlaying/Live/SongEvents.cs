using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// A station's songs as they come, from a change stream. Each event's identifier is the stream's resume token, which any member
/// and any replica takes: a client that comes back with its last one gets what it has missed, and nothing twice. When the
/// connection to a member breaks, the stream goes on at another by itself.
/// </summary>
internal sealed class SongEvents(IMongoDatabase database, ReadPreferences reads, NowPlayingList list, TimeProvider time)
{
    /// <summary>More often than proxies give up on connections that say nothing: the gateway does after 15 s.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    public const string SongEvent = "song";
    public const string PingEvent = "ping";

    private const string TokenField = "_data";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>As many as could have come while the stream was opened.</summary>
    private const int Known = 24;

    private readonly IMongoCollection<SongDocument> _songs = database
        .GetCollection<SongDocument>(SongRepository.CollectionName)
        .WithReadPreference(reads.Public)
        .WithReadConcern(ReadConcern.Majority);

    /// <param name="username">The station.</param>
    /// <param name="lastEventId">Where the client has been before; null where it is new, then the song that plays comes first.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<SseItem<NowPlayingResponse?>> FollowAsync(
        string username, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (cursor, token) = await OpenAsync(username, ToToken(lastEventId), cancellationToken);
        try
        {
            // An answer that does not begin would be taken for one that does not come.
            yield return Ping();
            HashSet<ObjectId> shown = [];
            if (token is null)
            {
                // Read after the stream has begun, so that nothing falls between the two; what is in both is shown once.
                token = cursor.GetResumeToken();
                var latest = await list.FindLatestAsync(username, Known, cancellationToken);
                shown.UnionWith(latest.Select(song => song.Id));
                if (latest.Count > 0)
                {
                    yield return Song(list.ToResponse(latest[0]), token);
                }
            }

            for (var quietSince = time.GetTimestamp(); !cancellationToken.IsCancellationRequested;)
            {
                var batch = await TryReadAsync(cursor, cancellationToken);
                if (batch is null)
                {
                    cursor.Dispose();
                    await Task.Delay(Pause, time, cancellationToken);
                    (cursor, _) = await OpenAsync(username, token, cancellationToken);
                    continue;
                }

                foreach (var change in batch)
                {
                    token = change.ResumeToken;
                    if (!shown.Remove(change.FullDocument.Id))
                    {
                        yield return Song(list.ToResponse(change.FullDocument), token);
                        quietSince = time.GetTimestamp();
                    }
                }

                if (time.GetElapsedTime(quietSince) > PingInterval)
                {
                    yield return Ping();
                    quietSince = time.GetTimestamp();
                }
            }
        }
        finally
        {
            cursor.Dispose();
        }
    }

    private static SseItem<NowPlayingResponse?> Ping() => new(null, PingEvent);

    private static SseItem<NowPlayingResponse?> Song(NowPlayingResponse song, BsonDocument? token)
        => new(song, SongEvent) { EventId = token?[TokenField].AsString };

    private static BsonDocument? ToToken(string? eventId)
        => eventId is { Length: > 0 and <= 1024 } && eventId.All(char.IsAsciiHexDigit) ? new BsonDocument(TokenField, eventId) : null;

    /// <summary>Null where the stream has broken and the driver could not go on with it.</summary>
    private static async Task<IEnumerable<ChangeStreamDocument<SongDocument>>?> TryReadAsync(
        IChangeStreamCursor<ChangeStreamDocument<SongDocument>> cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await cursor.MoveNextAsync(cancellationToken) ? cursor.Current : null;
        }
        catch (Exception exception) when (exception.IsUnavailable())
        {
            return null;
        }
    }

    /// <summary>Opens the stream, again and again while no member answers. A token that is none, or too old to go on from, is as good as no token.</summary>
    private async Task<(IChangeStreamCursor<ChangeStreamDocument<SongDocument>> Cursor, BsonDocument? Token)> OpenAsync(
        string username, BsonDocument? token, CancellationToken cancellationToken)
    {
        var pipeline = new EmptyPipelineDefinition<ChangeStreamDocument<SongDocument>>()
            .Match(new BsonDocument { { "operationType", "insert" }, { "fullDocument.username", username } });
        while (true)
        {
            try
            {
                return (await _songs.WatchAsync(pipeline, new ChangeStreamOptions { ResumeAfter = token }, cancellationToken), token);
            }
            catch (Exception exception) when (exception.IsUnavailable())
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (MongoCommandException) when (token is not null)
            {
                token = null;
            }
        }
    }
}
