using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast;

internal sealed class SongRepository(IMongoDatabase database, ReadPreferences reads) : ISongRepository
{
    public const string CollectionName = "cast_songs";

    private static readonly FilterDefinitionBuilder<SongDocument> Filter = Builders<SongDocument>.Filter;

    private static readonly SortDefinition<SongDocument> LatestFirst
        = Builders<SongDocument>.Sort.Descending(song => song.Time).Descending(song => song.Id);

    private readonly IMongoCollection<SongDocument> _songs = database.GetCollection<SongDocument>(CollectionName);

    public Task AddAsync(SongDocument song, CancellationToken cancellationToken)
        => _songs.InsertOneAsync(song, cancellationToken: cancellationToken);

    public Task<IReadOnlyList<SongDocument>> FindAsync(
        string username, DateTime start, DateTime end, SongCursor? before, int limit, CancellationToken cancellationToken)
        => FindAsync(
            _songs.WithReadPreference(reads.Settings),
            Filter.Eq(song => song.Username, username) & Filter.Gte(song => song.Time, start) & Filter.Lte(song => song.Time, end),
            before, limit, cancellationToken);

    public Task<IReadOnlyList<SongDocument>> FindLatestAsync(
        string username, DateTime since, SongCursor? before, int limit, CancellationToken cancellationToken)
        => FindAsync(
            _songs.WithReadPreference(reads.Public),
            Filter.Eq(song => song.Username, username) & Filter.Gte(song => song.Time, since),
            before, limit, cancellationToken);

    private static async Task<IReadOnlyList<SongDocument>> FindAsync(
        IMongoCollection<SongDocument> songs, FilterDefinition<SongDocument> filter, SongCursor? before, int limit, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            filter &= Filter.Lt(song => song.Time, before.Time)
                | (Filter.Eq(song => song.Time, before.Time) & Filter.Lt(song => song.Id, before.Id));
        }

        return await songs.Find(filter).Sort(LatestFirst).Limit(limit).ToListAsync(cancellationToken);
    }
}
