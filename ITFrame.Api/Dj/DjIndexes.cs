using ITFrame.Api.Data;
using ITFrame.Api.Dj.Clocks;
using ITFrame.Api.Dj.Intervals;
using ITFrame.Api.Dj.Queue;
using ITFrame.Api.Dj.Tags;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Dj;

/// <summary>All that a DJ reads is one station's.</summary>
internal sealed class DjIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => Task.WhenAll(
            CreateAsync(ClockRepository.CollectionName, isUnique: false, cancellationToken),
            CreateAsync(IntervalRepository.CollectionName, isUnique: false, cancellationToken),
            CreateAsync(TagRepository.CollectionName, isUnique: false, cancellationToken),
            CreateAsync(DjStateRepository.CollectionName, isUnique: true, cancellationToken));

    private Task<string> CreateAsync(string collection, bool isUnique, CancellationToken cancellationToken)
        => database.GetCollection<BsonDocument>(collection).Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(
                Builders<BsonDocument>.IndexKeys.Ascending("username"),
                new CreateIndexOptions { Name = "username", Unique = isUnique }),
            cancellationToken: cancellationToken);
}
