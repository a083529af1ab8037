using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Songs;

internal sealed class SongIndexes(IMongoDatabase database) : IDatabaseStep
{
    /// <summary>Royalty reports reach back as far as this.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(5 * 365);

    private static readonly IndexKeysDefinitionBuilder<SongDocument> Keys = Builders<SongDocument>.IndexKeys;

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<SongDocument>(SongRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<SongDocument>(
                    Keys.Ascending(song => song.Username).Descending(song => song.Time).Descending(song => song.Id),
                    new CreateIndexOptions { Name = "username_time" }),
                new CreateIndexModel<SongDocument>(
                    Keys.Ascending(song => song.Time),
                    new CreateIndexOptions { Name = "time_expiry", ExpireAfter = Retention }),
            ],
            cancellationToken);
}
