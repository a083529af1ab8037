using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Statuses;

internal sealed class StatusIndexes(IMongoDatabase database) : IDatabaseStep
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(2 * 365);

    private static readonly IndexKeysDefinitionBuilder<StatusDocument> Keys = Builders<StatusDocument>.IndexKeys;

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<StatusDocument>(StatusRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<StatusDocument>(
                    Keys.Ascending(status => status.Username).Descending(status => status.Time).Descending(status => status.Id),
                    new CreateIndexOptions { Name = "username_time" }),
                new CreateIndexModel<StatusDocument>(
                    Keys.Ascending(status => status.Time),
                    new CreateIndexOptions { Name = "time_expiry", ExpireAfter = Retention }),
            ],
            cancellationToken);
}
