using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Drills.Seeding;

/// <summary>Writes stations' pasts into the hub's collections.</summary>
internal sealed class Seeder(IMongoDatabase database)
{
    private const int BatchSize = 2000;

    private static readonly string[] Collections = ["cast", "player", "cast_songs", "cast_status", "cast_listeners", "cast_sessions"];

    private static readonly InsertManyOptions Unordered = new() { IsOrdered = false };

    /// <summary>The members of a set whose names this machine may not know: asks each one directly for the primary.</summary>
    /// <exception cref="TimeoutException">None is the primary.</exception>
    public static async Task<IMongoDatabase> FindPrimaryAsync(MongoClientSettings members, string database, CancellationToken cancellationToken)
    {
        foreach (var server in members.Servers)
        {
            var settings = members.Clone();
            settings.Server = server;
            settings.DirectConnection = true;
            settings.ReplicaSetName = null;
            settings.ServerSelectionTimeout = TimeSpan.FromSeconds(5);
            var found = new MongoClient(settings).GetDatabase(database);
            try
            {
                var hello = await found.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), cancellationToken: cancellationToken);
                if (hello.GetValue("isWritablePrimary", false).ToBoolean())
                {
                    return found;
                }
            }
            catch (TimeoutException)
            {
                // Another one may be there.
            }
        }

        throw new TimeoutException($"None of {string.Join(", ", members.Servers)} is a primary.");
    }

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var seeded = Builders<BsonDocument>.Filter.Regex("username", new BsonRegularExpression($"^{StationHistory.Prefix}"));
        foreach (var collection in Collections)
        {
            await database.GetCollection<BsonDocument>(collection).DeleteManyAsync(seeded, cancellationToken);
        }
    }

    /// <summary>Returns how many documents were written.</summary>
    public async Task<long> WriteAsync(StationHistory station, CancellationToken cancellationToken)
    {
        var (listeners, sessions) = station.Audience();
        return await InsertAsync("cast", [station.Station()], cancellationToken)
            + await InsertAsync("player", [station.Player()], cancellationToken)
            + await InsertAsync("cast_songs", station.Songs(), cancellationToken)
            + await InsertAsync("cast_status", station.Statuses(), cancellationToken)
            + await InsertAsync("cast_listeners", listeners, cancellationToken)
            + await InsertAsync("cast_sessions", sessions, cancellationToken);
    }

    private async Task<long> InsertAsync(string collection, IEnumerable<BsonDocument> documents, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var batch in documents.Chunk(BatchSize))
        {
            await database.GetCollection<BsonDocument>(collection).InsertManyAsync(batch, Unordered, cancellationToken);
            count += batch.Length;
        }

        return count;
    }
}
