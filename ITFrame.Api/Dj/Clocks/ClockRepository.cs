using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Dj.Clocks;

internal sealed class ClockRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<ClockDocument>(database, session, ClockRepository.CollectionName)
{
    public const string CollectionName = "dj_clocks";

    private readonly HubSession _session = session;

    public async Task<IReadOnlyList<ClockDocument>> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(clock => clock.Username, username), reads.Settings).Sort(Sort.Ascending(clock => clock.Id)).ToListAsync(cancellationToken);

    public async Task<ClockDocument?> FindAsync(string username, ObjectId id, CancellationToken cancellationToken)
        => await Find(Filter.Eq(clock => clock.Username, username) & Filter.Eq(clock => clock.Id, id), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public Task<bool> UsesTagAsync(string username, ObjectId tag, CancellationToken cancellationToken)
        => Find(Filter.Eq(clock => clock.Username, username) & Filter.Eq("tags.tag", tag), reads.Settings).AnyAsync(cancellationToken);

    /// <summary>Puts the clocks in the place of the station's present ones: all of them or none.</summary>
    public Task ReplaceAsync(string username, IReadOnlyList<ClockDocument> clocks, CancellationToken cancellationToken)
        => _session.InTransactionAsync(
            async token =>
            {
                await Collection.DeleteManyAsync(Writing, Filter.Eq(clock => clock.Username, username), cancellationToken: token);
                await Collection.InsertManyAsync(Writing, clocks, cancellationToken: token);
                return true;
            },
            cancellationToken);
}
