using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Player;

internal sealed class PlayerIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<PlayerDocument>(PlayerRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<PlayerDocument>(
                Builders<PlayerDocument>.IndexKeys.Ascending(player => player.Username),
                new CreateIndexOptions { Name = "username", Unique = true }),
            cancellationToken: cancellationToken);
}
