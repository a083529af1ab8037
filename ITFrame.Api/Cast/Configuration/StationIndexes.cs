using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Configuration;

internal sealed class StationIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<StationDocument>(StationRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<StationDocument>(
                    Builders<StationDocument>.IndexKeys.Ascending(station => station.Username),
                    new CreateIndexOptions { Name = "username", Unique = true }),
                new CreateIndexModel<StationDocument>(
                    Builders<StationDocument>.IndexKeys.Ascending(station => station.Hostname),
                    new CreateIndexOptions { Name = "hostname" }),
            ],
            cancellationToken);
}
