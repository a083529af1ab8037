using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Sessions;

internal sealed class ListenerRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<ListenerDocument>(database, session, ListenerRepository.CollectionName)
{
    public const string CollectionName = "cast_listeners";

    /// <summary>Notes that a listener is there, and returns whether it was before.</summary>
    public async Task<(ObjectId Id, bool IsReturning)> SeeAsync(ListenerDocument listener, CancellationToken cancellationToken)
    {
        var filter = Filter.Eq(found => found.Username, listener.Username) & Filter.Eq(found => found.Ip, listener.Ip) & Filter.Eq(found => found.Client, listener.Client);
        var seen = Update.Set(found => found.LastSeen, listener.LastSeen);
        if (await Collection.FindOneAndUpdateAsync(Writing, filter, seen, cancellationToken: cancellationToken) is { } known)
        {
            return (known.Id, true);
        }

        var added = listener with { Id = ObjectId.GenerateNewId() };
        await InsertAsync(added, cancellationToken);
        return (added.Id, false);
    }

    public async Task<IReadOnlyDictionary<ObjectId, ListenerDocument>> FindAsync(IEnumerable<ObjectId> ids, CancellationToken cancellationToken)
    {
        var found = await Find(Filter.In(listener => listener.Id, ids.Distinct()), reads.Settings).ToListAsync(cancellationToken);
        return found.ToDictionary(listener => listener.Id);
    }
}
