using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Users;

/// <summary>The users as this member's data has them. What was read holds until the log has moved on.</summary>
internal sealed class UserDirectory(DocumentStore store)
{
    private readonly ConcurrentDictionary<UserName, Entry> _known = new();

    public bool IsEmpty => Collection is not { } collection || store.Read(reader => reader.Count(collection)) == 0;

    private CollectionDefinition? Collection => store.Catalog.Find(Namespace.Users);

    public UserRecord? Find(UserName name)
    {
        var at = store.LastOpTime;
        var collection = Collection;
        if (_known.TryGetValue(name, out var entry) && entry.At == at && entry.Collection == collection)
        {
            return entry.User;
        }

        var user = Read(collection, name);
        if (user is null)
        {
            // Names that clients make up are not remembered.
            _known.TryRemove(name, out _);
            return null;
        }

        if (entry is not null && BsonComparer.Instance.Equals(entry.User.Document, user.Document))
        {
            // The same object as before, so that what was derived from it holds on.
            user = entry.User;
        }

        _known[name] = new Entry(at, collection, user);
        return user;
    }

    /// <summary>As <see cref="Find"/>, from the data each time, so that known names take no less time than others.</summary>
    public UserRecord? Read(UserName name) => Read(Collection, name);

    private UserRecord? Read(CollectionDefinition? collection, UserName name)
    {
        var filter = Filter.Parse(new BsonDocument("_id", name.Id));
        return QueryExecutor.Find(store, collection, filter, limit: 1).FirstOrDefault() is { } found ? new UserRecord(found.Document) : null;
    }

    private sealed record Entry(OpTime At, CollectionDefinition? Collection, UserRecord User);
}
