using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Tokens;

internal sealed class RevokedSessionRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<RevokedSessionDocument>(database, session, RevokedSessionRepository.CollectionName)
{
    public const string CollectionName = "invalidated_tokens";

    public Task AddAsync(string revoked, DateTime expiresAt, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing,
            Filter.Eq(found => found.Session, revoked),
            Update.Set(found => found.ExpiresAt, expiresAt),
            new UpdateOptions { IsUpsert = true },
            cancellationToken);

    /// <summary>Asks the primary where there is one, so that a log-out in one region holds at once in the other.</summary>
    public Task<bool> ContainsAsync(string revoked, CancellationToken cancellationToken)
        => Find(Filter.Eq(found => found.Session, revoked), reads.Settings).AnyAsync(cancellationToken);
}
