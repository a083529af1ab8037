using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Apps;

internal sealed class AppIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => Task.WhenAll(
            database.GetCollection<AppDocument>(AppRepository.CollectionName).Indexes.CreateOneAsync(
                new CreateIndexModel<AppDocument>(
                    Builders<AppDocument>.IndexKeys.Ascending(app => app.Username).Ascending(app => app.Platform),
                    new CreateIndexOptions { Name = "username_platform", Unique = true }),
                cancellationToken: cancellationToken),
            database.GetCollection<ServerDocument>(ServerRepository.CollectionName).Indexes.CreateOneAsync(
                new CreateIndexModel<ServerDocument>(
                    Builders<ServerDocument>.IndexKeys.Ascending(server => server.Username),
                    new CreateIndexOptions { Name = "username", Unique = true }),
                cancellationToken: cancellationToken));
}
