using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Idempotency;

internal sealed class IdempotencyRepository(IMongoDatabase database, HubSession session)
    : Repository<IdempotencyRecord>(database, session, IdempotencyRepository.CollectionName)
{
    public const string CollectionName = "idempotency";

    /// <summary>Claims the key for the transaction that is under way. Fails with a duplicate key when it was used, with a write conflict when it is in use.</summary>
    public Task AddAsync(IdempotencyRecord record, CancellationToken cancellationToken) => InsertAsync(record, cancellationToken);

    public Task SetResponseAsync(string id, StoredResponse response, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(Writing, record => record.Id == id, Update.Set(record => record.Response, response), cancellationToken: cancellationToken);

    public async Task<IdempotencyRecord?> FindAsync(string id, CancellationToken cancellationToken)
        => await Find(Filter.Eq(record => record.Id, id), ReadPreference.Primary).FirstOrDefaultAsync(cancellationToken);
}
