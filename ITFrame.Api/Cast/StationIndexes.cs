using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast;

internal sealed class StationIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<StationDocument>(StationRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<StationDocument>(
                Builders<StationDocument>.IndexKeys.Ascending(station => station.Username),
                new CreateIndexOptions { Name = "username", Unique = true }),
            cancellationToken: cancellationToken);
}
