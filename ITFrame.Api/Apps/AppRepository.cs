using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Apps;

internal sealed class AppRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<AppDocument>(database, session, AppRepository.CollectionName)
{
    public const string CollectionName = "apps";

    /// <summary>Fails with a duplicate key where the station has an app for the platform.</summary>
    public Task AddAsync(AppDocument app, CancellationToken cancellationToken) => InsertAsync(app, cancellationToken);

    public async Task<IReadOnlyList<AppDocument>> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(app => app.Username, username), reads.Settings).ToListAsync(cancellationToken);

    /// <summary>False where the app is in another state by now.</summary>
    public async Task<bool> ChangeAsync(AppDocument app, string status, AppContent content, CancellationToken cancellationToken)
    {
        var changed = await Collection.UpdateOneAsync(
            Writing,
            Filter.Eq(found => found.Id, app.Id) & Filter.Eq(found => found.Status, app.Status),
            Update.Set(found => found.Status, status).Set(found => found.Reviewed, false).Set(found => found.Content, content).Unset(found => found.RejectReason),
            cancellationToken: cancellationToken);
        return changed.MatchedCount > 0;
    }

    /// <summary>Brings an app from one of the states that the new one can come from; false where it is in another.</summary>
    public async Task<bool> MoveAsync(string username, IReadOnlyList<string> platforms, string status, string? reason, CancellationToken cancellationToken)
    {
        var update = Update.Set(app => app.Status, status).Set(app => app.Reviewed, true);
        var changed = await Collection.UpdateManyAsync(
            Writing,
            Filter.Eq(app => app.Username, username) & Filter.In(app => app.Platform, platforms) & Filter.In(app => app.Status, AppStatus.Before(status)),
            reason is null ? update.Unset(app => app.RejectReason) : update.Set(app => app.RejectReason, reason),
            cancellationToken: cancellationToken);
        return changed.MatchedCount > 0;
    }
}
