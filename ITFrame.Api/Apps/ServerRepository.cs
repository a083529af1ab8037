using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Apps;

internal sealed class ServerRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<ServerDocument>(database, session, ServerRepository.CollectionName)
{
    public const string CollectionName = "users";

    public async Task<ServerDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(server => server.Username, username), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public Task SaveAsync(string username, string server, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing, Filter.Eq(found => found.Username, username), Update.Set(found => found.Server, server), new UpdateOptions { IsUpsert = true }, cancellationToken);
}
