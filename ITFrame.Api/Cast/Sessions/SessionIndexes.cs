using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Sessions;

internal sealed class SessionIndexes(IMongoDatabase database) : IDatabaseStep
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(365);

    private static readonly IndexKeysDefinitionBuilder<SessionDocument> Keys = Builders<SessionDocument>.IndexKeys;

    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<SessionDocument>(SessionRepository.CollectionName).Indexes.CreateManyAsync(
            [
                new CreateIndexModel<SessionDocument>(
                    Keys.Ascending(session => session.Username).Descending(session => session.StartTime).Descending(session => session.Id),
                    new CreateIndexOptions { Name = "username_start" }),
                new CreateIndexModel<SessionDocument>(
                    Keys.Ascending(session => session.Username).Descending(session => session.EndTime),
                    new CreateIndexOptions { Name = "username_end" }),
                new CreateIndexModel<SessionDocument>(
                    Keys.Ascending(session => session.StartTime),
                    new CreateIndexOptions { Name = "start_expiry", ExpireAfter = Retention }),
            ],
            cancellationToken);
}
