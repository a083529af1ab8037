using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.TuneIn;

internal sealed class TuneInIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<TuneInDocument>(TuneInRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<TuneInDocument>(
                Builders<TuneInDocument>.IndexKeys.Ascending(settings => settings.Username),
                new CreateIndexOptions { Name = "username", Unique = true }),
            cancellationToken: cancellationToken);
}
