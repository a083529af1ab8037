using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What a test has made and calls by name: clients, databases, collections, sessions, change streams, results.</summary>
internal sealed class EntityMap(string connectionString) : IDisposable
{
    // The specification allows faster heartbeats in clients that meet fail points; 10 s of waiting would prove nothing.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, object> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClientEvents> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BsonDocument> _sessionIds = new(StringComparer.Ordinal);

    public T Get<T>(string id) => Find(id) is T entity ? entity : throw new UnsupportedException($"entity '{id}' is not a {typeof(T).Name}");

    public object Find(string id) => _entities.TryGetValue(id, out var entity) ? entity : throw new MismatchException($"no entity '{id}'");

    public ClientEvents Events(string client) => _events.TryGetValue(client, out var events) ? events : throw new MismatchException($"client '{client}' observes no events");

    public BsonDocument SessionId(string session) => _sessionIds[session];

    public void Add(string id, object entity)
    {
        if (!_entities.TryAdd(id, entity))
        {
            throw new MismatchException($"entity '{id}' is there already");
        }
    }

    public void EndSession(string id)
    {
        Get<IClientSessionHandle>(id).Dispose();
        _entities.Remove(id);
    }

    public void Create(BsonDocument specification)
    {
        var (kind, value) = (specification.GetElement(0).Name, specification[0].AsBsonDocument);
        var id = value["id"].AsString;
        Add(id, kind switch
        {
            "client" => CreateClient(id, value),
            "database" => Get<IMongoClient>(value["client"].AsString).GetDatabase(value["databaseName"].AsString, EntityOptions.Database(value)),
            "collection" => Get<IMongoDatabase>(value["database"].AsString).GetCollection<BsonDocument>(value["collectionName"].AsString, EntityOptions.Collection(value)),
            "session" => CreateSession(id, value),
            "bucket" => new GridFSBucket(Get<IMongoDatabase>(value["database"].AsString)),
            _ => throw new UnsupportedException($"this runner has no entity '{kind}'"),
        });
    }

    public void Dispose()
    {
        foreach (var session in _entities.Values.OfType<IClientSessionHandle>())
        {
            // Aborts the transaction that the test may have left open.
            session.Dispose();
        }

        foreach (var cursor in _entities.Values.OfType<CursorEntity>())
        {
            cursor.Dispose();
        }

        foreach (var client in _entities.Values.OfType<IMongoClient>())
        {
            // Disposing the client alone leaves its monitors running, for the next client with the same settings.
            ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
            client.Dispose();
        }
    }

    private MongoClient CreateClient(string id, BsonDocument specification)
    {
        var url = specification.GetValue("uriOptions", new BsonDocument()).AsBsonDocument
            .Aggregate(connectionString, (text, option) => $"{text}&{option.Name}={(option.Value is BsonBoolean flag ? (flag.Value ? "true" : "false") : option.Value.ToString())}");
        if (specification.Contains("serverApi") || specification.Contains("autoEncryptOpts"))
        {
            throw new UnsupportedException("this runner has no clients with serverApi or encryption");
        }

        var settings = MongoClientSettings.FromConnectionString(url);
        settings.HeartbeatInterval = HeartbeatInterval;
        if (specification.TryGetValue("observeEvents", out var observed))
        {
            var ignored = specification.GetValue("ignoreCommandMonitoringEvents", new BsonArray()).AsBsonArray.Select(name => name.AsString);
            var events = new ClientEvents(observed.AsBsonArray.Select(name => name.AsString), ignored);
            _events.Add(id, events);
            settings.ClusterConfigurator = events.Subscribe;
        }

        return new MongoClient(settings);
    }

    private IClientSessionHandle CreateSession(string id, BsonDocument specification)
    {
        var options = EntityOptions.Session(specification.GetValue("sessionOptions", new BsonDocument()).AsBsonDocument);
        var session = Get<IMongoClient>(specification["client"].AsString).StartSession(options);
        _sessionIds.Add(id, session.ServerSession.Id);
        return session;
    }
}
