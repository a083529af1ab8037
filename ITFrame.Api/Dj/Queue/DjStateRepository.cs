using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Dj.Queue;

internal sealed class DjStateRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<DjStateDocument>(database, session, DjStateRepository.CollectionName)
{
    public const string CollectionName = "dj_state";

    private static readonly UpdateOptions Upsert = new() { IsUpsert = true };

    public async Task<DjStateDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(state => state.Username, username), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public Task SetQueueAsync(string username, IReadOnlyList<ObjectId> songs, CancellationToken cancellationToken)
        => SaveAsync(username, Update.Set(state => state.Queue, songs), cancellationToken);

    public Task SkipAsync(string username, CancellationToken cancellationToken)
        => SaveAsync(username, Update.Inc(state => state.Skips, 1), cancellationToken);

    private Task<UpdateResult> SaveAsync(string username, UpdateDefinition<DjStateDocument> update, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(Writing, Filter.Eq(state => state.Username, username), update, Upsert, cancellationToken);
}
