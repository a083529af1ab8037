using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Tunes;

internal sealed class NoCoverRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<NoCoverDocument>(database, session, NoCoverRepository.CollectionName)
{
    public const string CollectionName = "tunes_nocover";

    public async Task<NoCoverDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(cover => cover.Username, username), reads.Public).FirstOrDefaultAsync(cancellationToken);

    public Task SaveAsync(string username, string link, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing, Filter.Eq(cover => cover.Username, username), Update.Set(cover => cover.Link, link), new UpdateOptions { IsUpsert = true }, cancellationToken);

    public Task DeleteAsync(string username, CancellationToken cancellationToken)
        => Collection.DeleteOneAsync(Writing, Filter.Eq(cover => cover.Username, username), cancellationToken: cancellationToken);
}
