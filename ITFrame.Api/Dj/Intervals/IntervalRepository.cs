using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Dj.Intervals;

internal sealed class IntervalRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<IntervalDocument>(database, session, IntervalRepository.CollectionName)
{
    public const string CollectionName = "dj_intervals";

    public const int MaxIntervals = 200;

    public async Task<IReadOnlyList<IntervalDocument>> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(interval => interval.Username, username), reads.Settings)
            .Sort(Sort.Ascending(interval => interval.Id)).Limit(MaxIntervals).ToListAsync(cancellationToken);

    public async Task<IntervalDocument?> FindAsync(string username, ObjectId id, CancellationToken cancellationToken)
        => await Find(Mine(username, id), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public Task AddAsync(IntervalDocument interval, CancellationToken cancellationToken) => InsertAsync(interval, cancellationToken);

    public async Task<bool> ReplaceAsync(IntervalDocument interval, CancellationToken cancellationToken)
        => (await Collection.ReplaceOneAsync(Writing, Mine(interval.Username, interval.Id), interval, cancellationToken: cancellationToken)).MatchedCount > 0;

    public async Task<bool> DeleteAsync(string username, ObjectId id, CancellationToken cancellationToken)
        => (await Collection.DeleteOneAsync(Writing, Mine(username, id), cancellationToken: cancellationToken)).DeletedCount > 0;

    private static FilterDefinition<IntervalDocument> Mine(string username, ObjectId id)
        => Filter.Eq(interval => interval.Username, username) & Filter.Eq(interval => interval.Id, id);
}
