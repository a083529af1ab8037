using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Acme;

internal sealed class ChallengeIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<ChallengeDocument>(ChallengeRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<ChallengeDocument>(
                Builders<ChallengeDocument>.IndexKeys.Ascending(challenge => challenge.ExpiresAt),
                new CreateIndexOptions { Name = "expiry", ExpireAfter = TimeSpan.Zero }),
            cancellationToken: cancellationToken);
}
