using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Idempotency;

internal sealed class IdempotencyIndexes(IMongoDatabase database) : IDatabaseStep
{
    /// <summary>Longer than any client goes on trying.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<IdempotencyRecord>(IdempotencyRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<IdempotencyRecord>(
                Builders<IdempotencyRecord>.IndexKeys.Ascending(record => record.CreatedAt),
                new CreateIndexOptions { Name = "created_expiry", ExpireAfter = Retention }),
            cancellationToken: cancellationToken);
}
