using ITFrame.Api.Data;
using ITFrame.Api.Paging;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Songs;

internal sealed class SongRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<SongDocument>(database, session, SongRepository.CollectionName), ISongRepository
{
    public const string CollectionName = "cast_songs";

    public Task AddAsync(SongDocument song, CancellationToken cancellationToken) => InsertAsync(song, cancellationToken);

    public Task<IReadOnlyList<SongDocument>> FindAsync(
        string username, DateTime start, DateTime end, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(
            Filter.Eq(song => song.Username, username) & Filter.Gte(song => song.Time, start) & Filter.Lte(song => song.Time, end),
            song => song.Time, song => song.Id, before, limit, reads.Settings, cancellationToken);

    public Task<IReadOnlyList<SongDocument>> FindLatestAsync(
        string username, DateTime since, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(
            Filter.Eq(song => song.Username, username) & Filter.Gte(song => song.Time, since),
            song => song.Time, song => song.Id, before, limit, reads.Public, cancellationToken);
}
