using ITFrame.Api.Data;
using ITFrame.Api.Paging;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Statuses;

internal sealed class StatusRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<StatusDocument>(database, session, StatusRepository.CollectionName)
{
    public const string CollectionName = "cast_status";

    public Task AddAsync(StatusDocument status, CancellationToken cancellationToken) => InsertAsync(status, cancellationToken);

    public Task<IReadOnlyList<StatusDocument>> FindAsync(
        string username, DateTime start, DateTime end, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(
            Filter.Eq(status => status.Username, username) & Filter.Gte(status => status.Time, start) & Filter.Lte(status => status.Time, end),
            status => status.Time, status => status.Id, before, limit, reads.Settings, cancellationToken);
}
