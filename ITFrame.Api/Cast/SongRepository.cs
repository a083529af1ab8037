using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast;

internal sealed class SongRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<SongDocument>(database, session, SongRepository.CollectionName), ISongRepository
{
    public const string CollectionName = "cast_songs";

    private static readonly SortDefinition<SongDocument> LatestFirst
        = Sort.Descending(song => song.Time).Descending(song => song.Id);

    public Task AddAsync(SongDocument song, CancellationToken cancellationToken) => InsertAsync(song, cancellationToken);

    public Task<IReadOnlyList<SongDocument>> FindAsync(
        string username, DateTime start, DateTime end, SongCursor? before, int limit, CancellationToken cancellationToken)
        => FindAsync(
            reads.Settings,
            Filter.Eq(song => song.Username, username) & Filter.Gte(song => song.Time, start) & Filter.Lte(song => song.Time, end),
            before, limit, cancellationToken);

    public Task<IReadOnlyList<SongDocument>> FindLatestAsync(
        string username, DateTime since, SongCursor? before, int limit, CancellationToken cancellationToken)
        => FindAsync(
            reads.Public,
            Filter.Eq(song => song.Username, username) & Filter.Gte(song => song.Time, since),
            before, limit, cancellationToken);

    private async Task<IReadOnlyList<SongDocument>> FindAsync(
        ReadPreference preference, FilterDefinition<SongDocument> filter, SongCursor? before, int limit, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            filter &= Filter.Lt(song => song.Time, before.Time)
                | (Filter.Eq(song => song.Time, before.Time) & Filter.Lt(song => song.Id, before.Id));
        }

        return await Find(filter, preference).Sort(LatestFirst).Limit(limit).ToListAsync(cancellationToken);
    }
}
