using ITFrame.Api.Cast.Statistics;
using ITFrame.Api.Data;
using ITFrame.Api.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Sessions;

internal sealed class SessionRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<SessionDocument>(database, session, SessionRepository.CollectionName)
{
    public const string CollectionName = "cast_sessions";

    public Task AddAsync(SessionDocument added, CancellationToken cancellationToken) => InsertAsync(added, cancellationToken);

    /// <summary>False where the station has no such session. One that is closed stays as it is.</summary>
    public async Task<bool> CloseAsync(string username, ObjectId id, DateTime time, CancellationToken cancellationToken)
    {
        var mine = Filter.Eq(found => found.Id, id) & Filter.Eq(found => found.Username, username);
        var closed = await Collection.UpdateOneAsync(
            Writing, mine & Open, Update.Set(found => found.EndTime, time), cancellationToken: cancellationToken);
        return closed.MatchedCount > 0 || await Find(mine, reads.Settings).AnyAsync(cancellationToken);
    }

    public Task CloseAllAsync(string username, DateTime time, CancellationToken cancellationToken)
        => Collection.UpdateManyAsync(Writing, Of(username) & Open, Update.Set(found => found.EndTime, time), cancellationToken: cancellationToken);

    /// <summary>A page of the sessions that began since a time or are still open, latest first.</summary>
    public Task<IReadOnlyList<SessionDocument>> FindStartedSinceAsync(
        string username, DateTime since, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(Of(username) & (Filter.Gte(found => found.StartTime, since) | Open), before, limit, cancellationToken);

    /// <summary>A page of the sessions that began or ended in a period, ends included, or are still open.</summary>
    public Task<IReadOnlyList<SessionDocument>> FindForPeriodAsync(
        string username, DateTime start, DateTime end, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(
            Of(username)
                & ((Filter.Gte(found => found.StartTime, start) & Filter.Lte(found => found.StartTime, end))
                    | (Filter.Gte(found => found.EndTime, start) & Filter.Lte(found => found.EndTime, end))
                    | Open),
            before, limit, cancellationToken);

    public Task<IReadOnlyList<SessionDocument>> FindOpenAsync(string username, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(Of(username) & Open, before, limit, cancellationToken);

    /// <summary>What the sessions come to in each bucket of a period; buckets without any are left out.</summary>
    public async Task<SessionFigures> CalculateAsync(
        string username, Resolution resolution, DateTime start, DateTime end, DateTime now, CancellationToken cancellationToken)
    {
        var stages = StatisticsPipeline.Create(username, resolution, start, end, now);
        var results = await AggregateAsync<SessionFigures>(stages, reads.Public, cancellationToken);
        return results[0];
    }

    private static FilterDefinition<SessionDocument> Open => Filter.Eq(found => found.EndTime, null);

    private static FilterDefinition<SessionDocument> Of(string username) => Filter.Eq(found => found.Username, username);

    private Task<IReadOnlyList<SessionDocument>> PageAsync(
        FilterDefinition<SessionDocument> filter, PageCursor? before, int limit, CancellationToken cancellationToken)
        => PageAsync(filter, found => found.StartTime, found => found.Id, before, limit, reads.Settings, cancellationToken);
}
