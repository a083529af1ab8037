using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Builds;

internal sealed class BuildIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<BuildDocument>(BuildRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<BuildDocument>(
                Builders<BuildDocument>.IndexKeys.Ascending(build => build.Name),
                new CreateIndexOptions { Name = "name", Unique = true }),
            cancellationToken: cancellationToken);
}
