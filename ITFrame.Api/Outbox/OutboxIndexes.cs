using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Outbox;

internal sealed class OutboxIndexes(IMongoDatabase database) : IDatabaseStep
{
    /// <summary>What nobody took for so long nobody wants to know any more.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private static readonly IndexKeysDefinitionBuilder<OutboxDocument> Keys = Builders<OutboxDocument>.IndexKeys;

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<OutboxDocument>(OutboxRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<OutboxDocument>(Keys.Ascending(entry => entry.DueAt), new CreateIndexOptions { Name = "due" }),
                new CreateIndexModel<OutboxDocument>(Keys.Ascending(entry => entry.Kind).Ascending(entry => entry.Subject), new CreateIndexOptions { Name = "kind_subject" }),
                new CreateIndexModel<OutboxDocument>(
                    Keys.Ascending(entry => entry.CreatedAt), new CreateIndexOptions { Name = "created_expiry", ExpireAfter = Retention }),
            ],
            cancellationToken);
}
