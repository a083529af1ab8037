using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// Change streams of all stations' songs. They have one pipeline, whatever is looked for: a server may refuse to go on from an event that the
/// pipeline would not show.
/// </summary>
internal sealed class SongStream(IMongoDatabase database, ReadPreferences reads, SongFrames frames, ILogger<SongStream> logger)
{
    /// <summary>Few enough to be read within the socket's time limit, however many wait.</summary>
    private const int BatchSize = 1_000;

    private static readonly PipelineDefinition<ChangeStreamDocument<BsonDocument>, ChangeStreamDocument<BsonDocument>> Inserts
        = new EmptyPipelineDefinition<ChangeStreamDocument<BsonDocument>>().Match(new BsonDocument("operationType", "insert"));

    private readonly IMongoCollection<BsonDocument> _songs = database
        .GetCollection<BsonDocument>(SongRepository.CollectionName)
        .WithReadPreference(reads.Public)
        .WithReadConcern(ReadConcern.Majority);

    /// <param name="after">Where to go on; null: from now on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MongoCommandException">The place is none, or no member's oplog reaches back so far.</exception>
    public Task<IChangeStreamCursor<ChangeStreamDocument<BsonDocument>>> OpenAsync(StreamPosition? after, CancellationToken cancellationToken)
        => _songs.WatchAsync(Inserts, new ChangeStreamOptions { ResumeAfter = after?.ToResumeToken(), BatchSize = BatchSize }, cancellationToken);

    /// <summary>The songs of a batch: of one station, or of all.</summary>
    public IEnumerable<SongEvent> Songs(IEnumerable<ChangeStreamDocument<BsonDocument>> batch, string? username = null)
    {
        foreach (var change in batch)
        {
            if (username is not null && change.FullDocument.GetValue("username", BsonNull.Value) != username)
            {
                continue;
            }

            if (TryRead(change.FullDocument) is { } song)
            {
                var position = StreamPosition.Of(change.ResumeToken);
                yield return new SongEvent(position, song.Username, song.Id, song.Time, frames.Song(song, position));
            }
        }
    }

    /// <summary>Null for a document that is no song: one that somebody has put there by hand must not end everybody's stream, again and again.</summary>
    private SongDocument? TryRead(BsonDocument document)
    {
        try
        {
            return BsonSerializer.Deserialize<SongDocument>(document);
        }
        catch (Exception exception) when (exception is FormatException or BsonException)
        {
            logger.LogError(exception, "The document {Id} of {Collection} is not a song.", document.GetValue("_id", BsonNull.Value), SongRepository.CollectionName);
            return null;
        }
    }
}
