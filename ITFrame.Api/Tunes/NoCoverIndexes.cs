using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Tunes;

internal sealed class NoCoverIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<NoCoverDocument>(NoCoverRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<NoCoverDocument>(
                Builders<NoCoverDocument>.IndexKeys.Ascending(cover => cover.Username),
                new CreateIndexOptions { Name = "username", Unique = true }),
            cancellationToken: cancellationToken);
}
