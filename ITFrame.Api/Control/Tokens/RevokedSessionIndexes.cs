using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Tokens;

internal sealed class RevokedSessionIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<RevokedSessionDocument>(RevokedSessionRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<RevokedSessionDocument>(
                Builders<RevokedSessionDocument>.IndexKeys.Ascending(revoked => revoked.ExpiresAt),
                new CreateIndexOptions { Name = "expiry", ExpireAfter = TimeSpan.Zero }),
            cancellationToken: cancellationToken);
}
