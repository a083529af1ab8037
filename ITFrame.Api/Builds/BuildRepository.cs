using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Builds;

internal sealed class BuildRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<BuildDocument>(database, session, BuildRepository.CollectionName)
{
    public const string CollectionName = "build_info";

    public async Task<BuildDocument?> FindAsync(string name, CancellationToken cancellationToken)
        => await Find(Filter.Eq(build => build.Name, name), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public Task SaveAsync(string name, string version, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing, Filter.Eq(build => build.Name, name), Update.Set(build => build.Version, version), new UpdateOptions { IsUpsert = true }, cancellationToken);
}
