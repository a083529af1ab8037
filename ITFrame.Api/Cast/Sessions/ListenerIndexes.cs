using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Sessions;

internal sealed class ListenerIndexes(IMongoDatabase database) : IDatabaseStep
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(2 * 365);

    private static readonly IndexKeysDefinitionBuilder<ListenerDocument> Keys = Builders<ListenerDocument>.IndexKeys;

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<ListenerDocument>(ListenerRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<ListenerDocument>(
                    Keys.Ascending(listener => listener.Username).Ascending(listener => listener.Ip).Ascending(listener => listener.Client),
                    new CreateIndexOptions { Name = "username_ip_client", Unique = true }),
                new CreateIndexModel<ListenerDocument>(
                    Keys.Ascending(listener => listener.LastSeen),
                    new CreateIndexOptions { Name = "seen_expiry", ExpireAfter = Retention }),
            ],
            cancellationToken);
}
