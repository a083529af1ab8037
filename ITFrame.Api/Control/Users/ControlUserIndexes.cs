using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Control.Users;

internal sealed class ControlUserIndexes(IMongoDatabase database) : IDatabaseStep
{
    public int Order => 0;

    public Task RunAsync(CancellationToken cancellationToken)
        => database.GetCollection<ControlUserDocument>(ControlUserRepository.CollectionName).Indexes.CreateOneAsync(
            new CreateIndexModel<ControlUserDocument>(
                Builders<ControlUserDocument>.IndexKeys.Ascending(user => user.Email),
                new CreateIndexOptions { Name = "email", Unique = true }),
            cancellationToken: cancellationToken);
}
