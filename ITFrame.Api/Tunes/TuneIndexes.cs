using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Tunes;

internal sealed class TuneIndexes(IMongoDatabase database) : IDatabaseStep
{
    private static readonly IndexKeysDefinitionBuilder<TuneDocument> Keys = Builders<TuneDocument>.IndexKeys;

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<TuneDocument>(TuneRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<TuneDocument>(
                    Keys.Ascending(tune => tune.Username).Ascending(tune => tune.Type).Ascending(tune => tune.Song),
                    new CreateIndexOptions { Name = "username_type_song" }),
                new CreateIndexModel<TuneDocument>(
                    Keys.Ascending(tune => tune.Username).Ascending(tune => tune.Tags),
                    new CreateIndexOptions { Name = "username_tags" }),
            ],
            cancellationToken);
}
